using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;

namespace Gatehouse.Identity.Signatures;

/// <summary>Finds the holder of an access key. Answers from memory: it is asked once per request.</summary>
public interface ICredentialSource
{
    /// <param name="accessKeyId">The public half.</param>
    /// <param name="sessionToken">What came with it: the token of a session says itself whose it is.</param>
    /// <returns><see langword="null"/> when no such access key exists.</returns>
    CredentialHolder? Find(string accessKeyId, string? sessionToken);
}

/// <summary>An access key with its secret and its owner. Its text form shows the public half only.</summary>
public sealed class CredentialHolder
{
    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    /// <summary>
    /// The token that must come with temporary credentials; <see langword="null"/> for long-term ones.
    /// </summary>
    public string? SessionToken { get; init; }

    /// <summary>When temporary credentials end.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>A deactivated key is refused like one that does not exist.</summary>
    public bool IsActive { get; init; } = true;

    public required string PrincipalArn { get; init; }

    /// <summary><c>AIDA…</c> for users, <c>AROA…:session</c> for roles, the account for root.</summary>
    public required string UserId { get; init; }

    public required string Account { get; init; }

    /// <summary>The owner as policies see it. Without one: the root, or a user who has no policies.</summary>
    public Principal Principal
    {
        get => field ??= PrincipalArn.EndsWith(":root", StringComparison.Ordinal)
            ? Principal.Root(Account)
            : new Principal
            {
                Kind = PrincipalKind.User,
                Account = Account,
                Arn = PrincipalArn,
                IssuerArn = PrincipalArn,
                UserId = UserId,
                UniqueId = UserId,
            };
        init;
    }

    /// <summary>Limits of the session, if it is one.</summary>
    public SessionLimits? Session { get; init; }

    public override string ToString() => $"{AccessKeyId} of {PrincipalArn}";
}
