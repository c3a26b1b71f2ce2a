using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>A user of a pool. Its id in the store is <c>{pool}/{name}</c>, the name in the case that the pool compares.</summary>
public sealed record PoolUserDocument : IDocument<PoolUserDocument>
{
    public static string Kind => "cognito-idp/user";

    /// <summary>Holds what passwords are checked with, and seeds of second factors.</summary>
    public static bool IsSecret => true;

    public static JsonTypeInfo<PoolUserDocument> TypeInfo => UserPoolJson.Default.PoolUserDocument;

    public required string Username { get; init; }

    /// <summary>A UUID that never changes.</summary>
    public required string Sub { get; init; }

    /// <summary>One of <see cref="PoolUserStatus"/>.</summary>
    public required string Status { get; init; }

    public required bool IsEnabled { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Modified { get; init; }

    /// <summary>In the order in which they were set; without <c>sub</c>.</summary>
    public required ImmutableArray<PoolAttribute> Attributes { get; init; }

    /// <summary><see langword="null"/> for users of other providers, and for those who never had one.</summary>
    public PoolPassword? Password { get; init; }

    /// <summary>When a temporary password ends.</summary>
    public DateTimeOffset? TemporaryPasswordExpires { get; init; }

    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Codes that were sent and not yet used, one for each purpose.</summary>
    public required ImmutableArray<PendingCode> Codes { get; init; }

    /// <summary>The seed of the authenticator app, in base32.</summary>
    public string? SoftwareToken { get; init; }

    /// <summary>A seed that is not proved yet.</summary>
    public string? PendingSoftwareToken { get; init; }

    /// <summary>The last time step whose code was taken: no code counts twice (RFC 6238 §5.2).</summary>
    public long SoftwareTokenStep { get; init; }

    /// <summary>Second factors that are switched on: <c>SOFTWARE_TOKEN_MFA</c>.</summary>
    public required ImmutableArray<string> SecondFactors { get; init; }

    public string? PreferredFactor { get; init; }

    /// <summary>What was issued before is refused by the pool.</summary>
    public DateTimeOffset? SignedOut { get; init; }

    /// <summary>Accounts at other providers.</summary>
    public required ImmutableArray<LinkedIdentity> Identities { get; init; }

    public string? Attribute(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (string.Equals(attribute.Name, name, StringComparison.Ordinal))
            {
                return attribute.Value;
            }
        }

        return null;
    }

    public bool IsVerified(string attribute) => Attribute(attribute + "_verified") == "true";

    /// <summary>Replaces, adds, and with <see langword="null"/> removes.</summary>
    public PoolUserDocument With(string name, string? value)
    {
        for (var index = 0; index < Attributes.Length; index++)
        {
            if (string.Equals(Attributes[index].Name, name, StringComparison.Ordinal))
            {
                return this with
                {
                    Attributes = value is null
                        ? Attributes.RemoveAt(index)
                        : Attributes.SetItem(index, new PoolAttribute(name, value)),
                };
            }
        }

        return value is null ? this : this with { Attributes = Attributes.Add(new PoolAttribute(name, value)) };
    }

    /// <summary>A record prints its members; some of them are secret.</summary>
    public override string ToString() => $"user {Sub}";
}

/// <summary>What a user is to the pool; AWS's words (security §6.2).</summary>
public static class PoolUserStatus
{
    public const string Unconfirmed = "UNCONFIRMED";
    public const string Confirmed = "CONFIRMED";
    public const string ResetRequired = "RESET_REQUIRED";
    public const string ForceChangePassword = "FORCE_CHANGE_PASSWORD";
    public const string ExternalProvider = "EXTERNAL_PROVIDER";
}

/// <param name="Name">Such as <c>email</c> or <c>custom:team</c>.</param>
/// <param name="Value">Every value is text.</param>
public sealed record PoolAttribute(string Name, string Value);

/// <summary>What a password is checked with: a slow hash, and the verifier of SRP (security §11.14).</summary>
public sealed record PoolPassword
{
    /// <summary>PBKDF2 with HMAC-SHA-512, in base64.</summary>
    public required string Hash { get; init; }

    public required string Salt { get; init; }

    /// <value>Rounds.</value>
    public required int Iterations { get; init; }

    /// <summary>The salt of SRP, hexadecimal.</summary>
    public required string SrpSalt { get; init; }

    /// <summary>The verifier of SRP, hexadecimal.</summary>
    public required string SrpVerifier { get; init; }

    /// <summary>A record prints its members.</summary>
    public override string ToString() => "password";
}

/// <summary>A code on its way to a user.</summary>
public sealed record PendingCode
{
    /// <value>signup, reset, or the attribute that is to be verified.</value>
    public required string Purpose { get; init; }

    /// <summary>SHA-256 of salt and code, in hexadecimal.</summary>
    public required string Hash { get; init; }

    public required string Salt { get; init; }

    public required DateTimeOffset Expires { get; init; }

    /// <value>Wrong answers so far.</value>
    public required int Failures { get; init; }

    /// <summary>The address it was sent to: it proves this one and no other.</summary>
    public string? Destination { get; init; }

    public override string ToString() => $"code for {Purpose}";
}

/// <summary>An account of the user at another provider.</summary>
public sealed record LinkedIdentity(
    string ProviderName, string ProviderType, string UserId, bool IsPrimary, DateTimeOffset Created);
