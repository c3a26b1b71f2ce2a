using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>A provider of identities: <c>{pool}/{name}</c>.</summary>
public sealed record PoolProviderDocument : IDocument<PoolProviderDocument>
{
    public static string Kind => "cognito-idp/provider";

    /// <summary>Holds the secret that the provider gave.</summary>
    public static bool IsSecret => true;

    public static JsonTypeInfo<PoolProviderDocument> TypeInfo => UserPoolJson.Default.PoolProviderDocument;

    public required string Name { get; init; }

    /// <value>OIDC, Google, Facebook, LoginWithAmazon.</value>
    public required string Type { get; init; }

    public required ImmutableSortedDictionary<string, string> Details { get; init; }

    /// <summary>Attribute of the pool to claim of the provider.</summary>
    public required ImmutableSortedDictionary<string, string> Mapping { get; init; }

    public required ImmutableArray<string> Identifiers { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Modified { get; init; }

    public override string ToString() => $"provider {Name}";
}
