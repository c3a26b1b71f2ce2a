using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary>How directly a resource policy speaks of a caller (security §2.4, §2.5): later is stronger.</summary>
internal enum Grant
{
    None = 0,

    /// <summary>The caller's account, which still has to hand the permission on.</summary>
    Account = 1,

    /// <summary>What stands behind the session: boundaries and session policies still limit it.</summary>
    Issuer = 2,

    /// <summary>This very caller.</summary>
    Direct = 3,
}

/// <summary>Whom a statement speaks of (security §2.4).</summary>
internal sealed class PrincipalPlan
{
    /// <summary>Identity policies name nobody: they belong to somebody.</summary>
    public static readonly PrincipalPlan Holder = new() { IsHolder = true };

    public static readonly PrincipalPlan NotUnderstood = new() { IsNotUnderstood = true };

    public bool IsEveryone { get; init; }

    public bool IsNegated { get; init; }

    /// <summary>Twelve digits each.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>ARNs of users, roles and sessions.</summary>
    public ImmutableArray<string> Arns { get; init; } = [];

    /// <summary><c>AIDA…</c>, <c>AROA…</c>: what a saved ARN becomes, so that whoever is created anew under the same
    /// name gets nothing.</summary>
    public ImmutableArray<string> UniqueIds { get; init; } = [];

    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>Providers of web identities: hosts or ARNs.</summary>
    public ImmutableArray<string> Providers { get; init; } = [];

    private bool IsHolder { get; init; }

    private bool IsNotUnderstood { get; init; }

    public Match Evaluate(in PolicyRequest request, bool isDeny, out Grant grant)
    {
        grant = Grant.Direct;
        if (IsHolder)
        {
            return Match.Yes;
        }

        if (IsNotUnderstood)
        {
            return Match.Unknown;
        }

        if (IsNegated)
        {
            // Everyone but those named. What is left is as good as a star.
            grant = Star(request.Principal);
            return Matches.Of(!IsExcepted(request.Principal, needsAll: isDeny));
        }

        grant = Named(request.Principal);
        if (IsEveryone && Star(request.Principal) is var star && star > grant)
        {
            grant = star;
        }

        return Matches.Of(grant != Grant.None);
    }

    /// <summary>
    /// A star is a direct grant for users; for the sessions of roles their boundary and session policies are kept in
    /// force, which is the narrower reading (unconfirmed, security §2.5).
    /// </summary>
    private static Grant Star(Principal principal) =>
        principal.Kind is PrincipalKind.RoleSession or PrincipalKind.FederatedUser ? Grant.Issuer : Grant.Direct;

    private Grant Named(Principal principal)
    {
        switch (principal.Kind)
        {
            case PrincipalKind.Anonymous:
                return Grant.None;
            case PrincipalKind.Service:
                return Has(Services, principal.Name) ? Grant.Direct : Grant.None;
            case PrincipalKind.WebIdentity:
                return Has(Providers, principal.Name) ? Grant.Direct : Grant.None;
            case PrincipalKind.Root:
                return Has(Accounts, principal.Account) ? Grant.Direct : Grant.None;
            case PrincipalKind.User:
                return NamesIssuer(principal) ? Grant.Direct : Account(principal);
            default:
                return Has(Arns, principal.Arn) ? Grant.Direct
                    : NamesIssuer(principal) ? Grant.Issuer
                    : Account(principal);
        }
    }

    /// <summary>By hand: the library's search with a comparer boxes the array.</summary>
    private static bool Has(ImmutableArray<string> names, string? name)
    {
        foreach (var candidate in names)
        {
            if (string.Equals(candidate, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private bool NamesIssuer(Principal principal) =>
        Has(Arns, principal.IssuerArn)
        || (principal.UniqueId.Length > 0 && Has(UniqueIds, principal.UniqueId));

    private Grant Account(Principal principal) =>
        Has(Accounts, principal.Account) ? Grant.Account : Grant.None;

    /// <summary>
    /// A Deny spares a caller only when every level of it is named: session, role and account (security §2.4). An Allow
    /// leaves out whoever is named on any level, so that neither opens by what it leaves unsaid.
    /// </summary>
    private bool IsExcepted(Principal principal, bool needsAll)
    {
        if (IsEveryone)
        {
            return true;
        }

        switch (principal.Kind)
        {
            case PrincipalKind.Anonymous:
                return false;
            case PrincipalKind.Service or PrincipalKind.WebIdentity or PrincipalKind.Root:
                return Named(principal) != Grant.None;
            default:
                var hasAccount = Has(Accounts, principal.Account);
                var hasIssuer = NamesIssuer(principal);
                var hasSession = principal.Kind == PrincipalKind.User
                    ? hasIssuer
                    : Has(Arns, principal.Arn);
                return needsAll ? hasAccount && hasIssuer && hasSession : hasAccount || hasIssuer || hasSession;
        }
    }
}
