using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Secrets;
using Gatehouse.Identity.Sessions;
using Gatehouse.Identity.Signatures;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Identity.Principals;

/// <summary>
/// Users, roles and their keys in memory, with their policies compiled; follows the store. Signatures and decisions ask
/// it once per request, and a request waits for nothing.
/// </summary>
/// <param name="key">Opens access keys and sessions.</param>
/// <param name="logger">Hears of documents that cannot be used.</param>
public sealed class IdentityDirectory(IdentityKey key, ILogger logger) : ICredentialSource, IDocumentObserver
{
    public const string SecretPurpose = "gatehouse access key";

    private readonly IdentityDocuments _documents = new(key, logger);

    /// <summary>
    /// What is made of documents when it is asked for; replaced when any identity changes. Whoever reads documents to
    /// put something in takes it first: what was read before a change then never gets into what came after it.
    /// </summary>
    private volatile Derived _derived = new();

    private sealed record Known(PolicyHolder Document, CallerPolicies Policies);

    private sealed class Derived
    {
        public ConcurrentDictionary<(string Account, string UniqueId), Known> Holders { get; } = new();

        public ConcurrentDictionary<string, PolicyPlan> Managed { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, CredentialHolder> Keys { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<RoleDocument, PolicyPlan> Trusts { get; } = new(ReferenceEqualityComparer.Instance);
    }

    public SessionTokens Sessions { get; } = new(key);

    /// <summary>The organisation that all accounts here belong to, for <c>aws:PrincipalOrgID</c>.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The operator's own access key, which no document holds.</summary>
    public void AddRoot(string accessKeyId, string secretAccessKey, string account) =>
        _documents.Keys[accessKeyId] = new StoredKey(account, "", secretAccessKey, IsActive: true, IsRoot: true);

    public CredentialHolder? Find(string accessKeyId, string? sessionToken)
    {
        ArgumentNullException.ThrowIfNull(accessKeyId);
        var derived = _derived;
        if (derived.Keys.TryGetValue(accessKeyId, out var known))
        {
            return known;
        }

        if (_documents.Keys.TryGetValue(accessKeyId, out var stored))
        {
            return HolderOf(accessKeyId, stored) is { } made ? derived.Keys[accessKeyId] = made : null;
        }

        return sessionToken is not null && Sessions.Open(accessKeyId, sessionToken) is { } session
            ? session.ToHolder(PrincipalViews.OfSession(session.Claims, TagsBehind(session.Claims), OrganizationId))
            : null;
    }

    /// <summary>The account of a key that this server knows.</summary>
    public string? FindAccount(string accessKeyId) => _documents.Keys.GetValueOrDefault(accessKeyId)?.Account;

    /// <summary>Everything that its account says of a caller.</summary>
    public CallerPolicies PoliciesOf(Principal principal, SessionLimits? session)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (session is not null)
        {
            return session.Narrow(IssuerPolicies(session.Claims), FindManaged);
        }

        return principal.Kind switch
        {
            PrincipalKind.Root => CallerPolicies.Root,
            PrincipalKind.User when FindUser(principal.Account, principal.UserName ?? "") is { } user
                && user.UniqueId == principal.UniqueId => PoliciesOfUser(principal.Account, user),
            _ => CallerPolicies.None,
        };
    }

    public UserDocument? FindUser(string account, string name) =>
        _documents.Users.GetValueOrDefault((account, IdentityScope.IdOf(name)));

    public RoleDocument? FindRole(string account, string name) =>
        _documents.Roles.GetValueOrDefault((account, IdentityScope.IdOf(name)));

    /// <summary>The trust policy of a role, compiled.</summary>
    public PolicyPlan TrustOf(string account, RoleDocument role)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(role);
        return _derived.Trusts.GetOrAdd(
            role, static document => PolicyPlan.CompileStored(document.TrustPolicy, PolicyKind.Trust));
    }

    /// <summary>The version in force of a managed policy, of a customer or of AWS.</summary>
    public PolicyPlan? FindManaged(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        var derived = _derived;
        var json = AwsManagedPolicies.Find(arn)?.Document ?? _documents.Managed.GetValueOrDefault(arn);
        return json is null
            ? null
            : derived.Managed.GetOrAdd(arn, static (name, text) =>
                PolicyPlan.CompileStored(text, PolicyKind.Identity, name), json);
    }

    /// <summary>The policies of a role by itself, as its sessions have them.</summary>
    public CallerPolicies PoliciesOfRole(string account, RoleDocument role)
    {
        ArgumentNullException.ThrowIfNull(role);
        return Remember(account, role, () => new CallerPolicies
        {
            Identity = PlansOf(role),
            Boundary = BoundaryOf(role.PermissionsBoundary),
        });
    }

    /// <summary>The policies of a user with those of its groups.</summary>
    public CallerPolicies PoliciesOfUser(string account, UserDocument user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Remember(account, user, () => new CallerPolicies
        {
            Identity =
            [
                .. PlansOf(user),
                .. user.Groups.SelectMany(id =>
                    _documents.Groups.TryGetValue((account, id), out var group) ? PlansOf(group) : []),
            ],
            Boundary = BoundaryOf(user.PermissionsBoundary),
        });
    }

    public CallerPolicies PoliciesOfGroup(GroupDocument group) => new() { Identity = PlansOf(group) };

    /// <summary>A role by itself, without a session: what a simulation asks about.</summary>
    public Principal PrincipalOfRole(string account, RoleDocument role) =>
        PrincipalViews.OfRole(account, role, OrganizationId);

    public Principal PrincipalOfUser(string account, UserDocument user) =>
        PrincipalViews.OfUser(account, user, OrganizationId);

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        await _documents.LoadAsync(store, cancellationToken);
        _derived = new Derived();
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (!commit.Changes.Any(static change => IdentityDocuments.IsOne(change.Key.Kind)))
        {
            return;
        }

        try
        {
            await _documents.ApplyAsync(commit, store, cancellationToken);
        }
        finally
        {
            // Also when a document cannot be read: what was made of its last form must not stay in force.
            _derived = new Derived();
        }
    }

    private CredentialHolder? HolderOf(string accessKeyId, StoredKey stored)
    {
        var user = stored.IsRoot ? null : _documents.Users.GetValueOrDefault((stored.Account, stored.User));
        if (user is null && !stored.IsRoot)
        {
            return null;
        }

        var principal = user is null ? Principal.Root(stored.Account) : PrincipalOfUser(stored.Account, user);
        return new CredentialHolder
        {
            AccessKeyId = accessKeyId,
            SecretAccessKey = stored.Secret,
            IsActive = stored.IsActive,
            PrincipalArn = principal.Arn,
            UserId = principal.UserId,
            Account = stored.Account,
            Principal = principal,
        };
    }

    private ImmutableArray<IdentityTag> TagsBehind(SessionClaims claims) => claims.Kind switch
    {
        PrincipalKind.RoleSession => _documents.Roles.GetValueOrDefault((claims.Account, claims.IssuerName))?.Tags ?? [],
        PrincipalKind.User => _documents.Users.GetValueOrDefault((claims.Account, claims.IssuerName))?.Tags ?? [],
        _ => [],
    };

    /// <summary>Of whoever stands behind the session: nothing when that was deleted, even if one of its name exists.</summary>
    private CallerPolicies IssuerPolicies(SessionClaims claims)
    {
        var id = (claims.Account, claims.IssuerName);
        switch (claims.Kind)
        {
            case PrincipalKind.Root:
                return CallerPolicies.Root;
            case PrincipalKind.RoleSession:
                return _documents.Roles.TryGetValue(id, out var role) && role.UniqueId == claims.IssuerId
                    ? PoliciesOfRole(claims.Account, role)
                    : CallerPolicies.None;
            default:
                // A federated user's issuer may be the root, who has no document.
                return claims.IssuerId == claims.Account ? CallerPolicies.Root
                    : _documents.Users.TryGetValue(id, out var user) && user.UniqueId == claims.IssuerId
                        ? PoliciesOfUser(claims.Account, user)
                        : CallerPolicies.None;
        }
    }

    private CallerPolicies Remember(string account, PolicyHolder holder, Func<CallerPolicies> make)
    {
        var derived = _derived;
        var id = (account, holder.UniqueId);
        if (derived.Holders.TryGetValue(id, out var known) && ReferenceEquals(known.Document, holder))
        {
            return known.Policies;
        }

        var made = make();
        derived.Holders[id] = new Known(holder, made);
        return made;
    }

    private PolicyPlan? BoundaryOf(string? arn) => arn is null ? null : FindManaged(arn) ?? PolicyPlan.DenyAll;

    private ImmutableArray<PolicyPlan> PlansOf(PolicyHolder holder)
    {
        var plans = ImmutableArray.CreateBuilder<PolicyPlan>();
        foreach (var (name, json) in holder.InlinePolicies)
        {
            plans.Add(PolicyPlan.CompileStored(json, PolicyKind.Identity, name));
        }

        foreach (var arn in holder.AttachedPolicies)
        {
            if (FindManaged(arn) is { } plan)
            {
                plans.Add(plan);
            }
        }

        return plans.ToImmutable();
    }
}
