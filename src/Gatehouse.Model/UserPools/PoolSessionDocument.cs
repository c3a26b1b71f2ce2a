using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>
/// What refresh tokens of one sign-in belong to: <c>{pool}/{user's sub}/{origin}</c>. Gone means revoked.
/// </summary>
public sealed record PoolSessionDocument : IDocument<PoolSessionDocument>
{
    public static string Kind => "cognito-idp/session";

    public static JsonTypeInfo<PoolSessionDocument> TypeInfo => UserPoolJson.Default.PoolSessionDocument;

    public required string ClientId { get; init; }

    public required DateTimeOffset Authenticated { get; init; }

    public required DateTimeOffset Expires { get; init; }

    /// <summary>Of the access tokens.</summary>
    public required ImmutableArray<string> Scopes { get; init; }

    /// <summary>The number of the refresh token that counts; grows when they rotate.</summary>
    public required int Generation { get; init; }

    /// <summary>When the number grew last.</summary>
    public DateTimeOffset? Rotated { get; init; }
}
