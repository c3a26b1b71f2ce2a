using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>A resource server and its scopes: <c>{pool}/{identifier}</c>.</summary>
public sealed record ResourceServerDocument : IDocument<ResourceServerDocument>
{
    public static string Kind => "cognito-idp/resourceserver";

    public static JsonTypeInfo<ResourceServerDocument> TypeInfo => UserPoolJson.Default.ResourceServerDocument;

    public required string Identifier { get; init; }

    public required string Name { get; init; }

    public required ImmutableArray<ResourceServerScope> Scopes { get; init; }
}

public sealed record ResourceServerScope(string Name, string Description);
