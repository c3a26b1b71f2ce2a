using System.Diagnostics.CodeAnalysis;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Principals;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Identities;

namespace Gatehouse.Identity.Sessions;

/// <summary>Makes sessions of roles: for STS, and for this gateway itself when an integration names a role.</summary>
public sealed class RoleSessions(IdentityDirectory directory, TimeProvider time)
{
    public const string AssumeRole = "sts:AssumeRole";

    /// <summary>
    /// A role that a service may assume, by the role's own word; as AWS, the same answer for a role that is not there.
    /// </summary>
    /// <param name="service">The service's principal.</param>
    /// <param name="roleArn">Of a role of this server.</param>
    /// <param name="sourceArn">On whose behalf: <c>aws:SourceArn</c>.</param>
    /// <param name="sessionName">The name of the session.</param>
    /// <param name="session">When the role trusts the service.</param>
    public bool TryAssumeFor(
        string service, string roleArn, string sourceArn, string sessionName, [NotNullWhen(true)] out SessionCredentials? session) =>
        TryAssumeFor(
            service, roleArn, sourceArn, sessionName, TimeSpan.FromSeconds(IdentityLimits.MinMaxSessionSeconds), out session);

    /// <summary>The same, for a session of another length.</summary>
    public bool TryAssumeFor(
        string service, string roleArn, string sourceArn, string sessionName, TimeSpan duration,
        [NotNullWhen(true)] out SessionCredentials? session)
    {
        session = null;
        if (Find(roleArn) is not { } found)
        {
            return false;
        }

        var request = new PolicyRequest(Principal.Service(service), AssumeRole, roleArn, null)
        {
            SourceArn = sourceArn,
            SourceAccount = found.Account,
        };
        var trust = directory.TrustOf(found.Account, found.Role);
        if (trust.Evaluate(request) != PolicyEffect.Allow)
        {
            return false;
        }

        session = Issue(found.Account, found.Role, new SessionRequest
        {
            Name = sessionName,
            Duration = duration,
        });
        return session is not null;
    }

    /// <returns>The role of that very ARN, path included; <see langword="null"/> when this server has none.</returns>
    public (string Account, RoleDocument Role)? Find(string roleArn)
    {
        if (!Arn.TryParse(roleArn, out var arn) || arn.Service != "iam" || !arn.Resource.StartsWith("role/", StringComparison.Ordinal))
        {
            return null;
        }

        var role = directory.FindRole(arn.Account, arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..]);
        return role?.Arn(arn.Account) == roleArn ? (arn.Account, role) : null;
    }

    /// <returns><see langword="null"/> when policies and tags do not fit into a token.</returns>
    public SessionCredentials? Issue(string account, RoleDocument role, SessionRequest request)
    {
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(request);
        return Seal(request, new SessionClaims
        {
            AccessKeyId = "",
            SecretAccessKey = "",
            Kind = PrincipalKind.RoleSession,
            Account = account,
            Arn = $"arn:aws:sts::{account}:assumed-role/{role.Name}/{request.Name}",
            IssuerArn = role.Arn(account),
            IssuerId = role.UniqueId,
            IssuerName = IdentityScope.IdOf(role.Name),
            UserId = $"{role.UniqueId}:{request.Name}",
            Issued = default,
            Expires = default,
        });
    }

    /// <summary>A session of a user or of the root: GetSessionToken, GetFederationToken.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="federatedName">The name of the federated user, or <see langword="null"/>.</param>
    /// <param name="request">Its lifetime and limits.</param>
    public SessionCredentials? IssueFor(Principal caller, string? federatedName, SessionRequest request)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        return Seal(request, new SessionClaims
        {
            AccessKeyId = "",
            SecretAccessKey = "",
            Kind = federatedName is null ? caller.Kind : PrincipalKind.FederatedUser,
            Account = caller.Account,
            Arn = federatedName is null ? caller.Arn : $"arn:aws:sts::{caller.Account}:federated-user/{federatedName}",
            IssuerArn = caller.IssuerArn,
            IssuerId = caller.Kind == PrincipalKind.Root ? caller.Account : caller.UniqueId,
            IssuerName = IdentityScope.IdOf(caller.UserName ?? ""),
            UserId = federatedName is null ? caller.UserId : $"{caller.Account}:{federatedName}",
            Issued = default,
            Expires = default,
        });
    }

    private SessionCredentials? Seal(SessionRequest request, SessionClaims claims)
    {
        var (accessKeyId, secret) = SessionTokens.NewCredentials();
        var now = time.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        claims = claims with
        {
            AccessKeyId = accessKeyId,
            SecretAccessKey = secret,
            Issued = now,
            Expires = now + request.Duration,
            Tags = request.Tags.IsEmpty ? null : request.Tags,
            TransitiveTagKeys = request.TransitiveTagKeys.IsEmpty ? null : request.TransitiveTagKeys,
            Policy = request.Policy,
            PolicyArns = request.PolicyArns.IsEmpty ? null : request.PolicyArns,
            SourceIdentity = request.SourceIdentity,
            FederatedProvider = request.FederatedProvider,
            IsChained = request.IsChained,
        };
        return directory.Sessions.Seal(claims) is { } token
            ? new SessionCredentials(accessKeyId, secret, token, claims.Expires, claims.Arn, claims.UserId)
            : null;
    }
}
