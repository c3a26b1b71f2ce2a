using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>An authorization code that waits for its one use: <c>{pool}/{hash of the code}</c>.</summary>
public sealed record AuthorizationCodeDocument : IDocument<AuthorizationCodeDocument>
{
    public static string Kind => "cognito-idp/code";

    public static JsonTypeInfo<AuthorizationCodeDocument> TypeInfo => UserPoolJson.Default.AuthorizationCodeDocument;

    public required string ClientId { get; init; }

    /// <summary>The document id of the user.</summary>
    public required string User { get; init; }

    public required string RedirectUri { get; init; }

    public required ImmutableArray<string> Scopes { get; init; }

    public string? Challenge { get; init; }

    public string? Nonce { get; init; }

    public required DateTimeOffset Authenticated { get; init; }

    public required DateTimeOffset Expires { get; init; }
}
