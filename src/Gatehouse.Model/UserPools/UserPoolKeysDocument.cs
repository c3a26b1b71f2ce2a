using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>
/// The keys that sign a pool's tokens, and those that signed before: the document's id is the pool's.
/// </summary>
public sealed record UserPoolKeysDocument : IDocument<UserPoolKeysDocument>
{
    public static string Kind => "cognito-idp/keys";

    public static bool IsSecret => true;

    public static JsonTypeInfo<UserPoolKeysDocument> TypeInfo => UserPoolJson.Default.UserPoolKeysDocument;

    /// <summary>The newest of a use signs.</summary>
    public required ImmutableArray<PoolSigningKey> Keys { get; init; }

    /// <summary>Makes the salts of users who do not exist, so that they look like others: base64.</summary>
    public required string Pepper { get; init; }

    public override string ToString() => "keys of a user pool";
}

/// <summary>One key, for one kind of token (security §6.3).</summary>
public sealed record PoolSigningKey
{
    public required string KeyId { get; init; }

    /// <value>id or access.</value>
    public required string Use { get; init; }

    /// <summary>PKCS #8 in base64; <see langword="null"/> once it only verifies.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>In base64url, as in a JWK.</summary>
    public required string Modulus { get; init; }

    public required string Exponent { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Retired { get; init; }

    public override string ToString() => $"signing key {KeyId}";
}
