using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.Skeleton;

/// <summary>Who calls, as the authenticator found out.</summary>
/// <param name="Scope">The account of the credentials and the region of their scope.</param>
/// <param name="Arn">The caller's ARN.</param>
/// <param name="AccessKeyId">The public half of the credentials.</param>
public sealed record CallerIdentity(DocumentScope Scope, string Arn, string AccessKeyId)
{
    /// <summary>The caller as policies see it; without one the root, if the ARN is the root's, and nobody otherwise.</summary>
    public Principal Principal { get; init; } = Arn.EndsWith(":root", StringComparison.Ordinal)
        ? Principal.Root(Scope.Account)
        : Principal.Anonymous;

    /// <summary>What came with the session, for decisions; <see langword="null"/> without one.</summary>
    public SessionLimits? Session { get; init; }

    /// <summary>Nobody proved who they are: the server listens on loopback and believes everyone.</summary>
    public bool IsUnverified { get; init; }

    /// <summary>Principals are told apart by their ARNs.</summary>
    public bool Equals(CallerIdentity? other) =>
        other is not null && (Scope, Arn, AccessKeyId) == (other.Scope, other.Arn, other.AccessKeyId);

    public override int GetHashCode() => HashCode.Combine(Scope, Arn, AccessKeyId);
}
