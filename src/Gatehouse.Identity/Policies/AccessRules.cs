using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary>The policies around one resource.</summary>
/// <param name="Account">The account that owns the resource.</param>
/// <param name="Policy">The resource's own policy.</param>
public readonly record struct GuardedResource(string Account, PolicyPlan? Policy)
{
    /// <summary>The policy of the endpoint that the call came through.</summary>
    public PolicyPlan? Endpoint { get; init; }

    /// <summary>
    /// Trust policies must allow by themselves, also in their own account (security §2.5); elsewhere one side suffices
    /// there.
    /// </summary>
    public bool MustAllow { get; init; }
}

/// <summary>
/// The decision over all policies (security §2.5): an explicit deny anywhere wins; in one account the caller's side or
/// the resource's suffices; between accounts both must allow. Boundaries and session policies narrow the caller's side,
/// and what the resource's policy grants to the role rather than to the session.
/// </summary>
public static class AccessRules
{
    /// <summary>Allocates nothing.</summary>
    public static AccessDecision Decide(in PolicyRequest request, CallerPolicies caller, in GuardedResource resource)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var grant = Grant.None;
        StatementPlan? granting = null;
        if (resource.Policy is { } policy && policy.Evaluate(request, out grant, out granting) == PolicyEffect.Deny)
        {
            return Denied(DecidingPolicy.Resource, policy, granting);
        }

        var own = OwnSide(request, caller);
        if (own is { IsExplicit: true })
        {
            return own;
        }

        if (resource.Endpoint is { } endpoint)
        {
            var effect = endpoint.Evaluate(request, out _, out var statement);
            if (effect != PolicyEffect.Allow)
            {
                return effect == PolicyEffect.Deny
                    ? Denied(DecidingPolicy.Endpoint, endpoint, statement)
                    : Silent(DecidingPolicy.Endpoint);
            }
        }

        var allowed = new AccessDecision(true, false, DecidingPolicy.Resource, resource.Policy?.Name, granting?.Sid);
        if (request.Principal.Kind is PrincipalKind.Anonymous or PrincipalKind.Service or PrincipalKind.WebIdentity)
        {
            return grant == Grant.None ? Silent(DecidingPolicy.Resource) : allowed;
        }

        var isForeign = !string.Equals(request.Principal.Account, resource.Account, StringComparison.Ordinal);
        if (grant == Grant.None && (isForeign || resource.MustAllow))
        {
            // The caller's own side is told first when both are silent, as its account's administrator is the one who
            // reads it.
            return own.IsAllowed ? Silent(DecidingPolicy.Resource) : own;
        }

        return (isForeign, grant) switch
        {
            (true, _) or (_, Grant.None or Grant.Account) => own,
            (false, Grant.Direct) => allowed,
            _ => Narrowed(request, caller) ?? allowed,
        };
    }

    /// <summary>What the caller's account says: identity policies, within the boundary and the session's.</summary>
    private static AccessDecision OwnSide(in PolicyRequest request, CallerPolicies caller)
    {
        if (caller.IsRoot)
        {
            return new AccessDecision(true, false, DecidingPolicy.Identity);
        }

        var identity = Any(request, caller.Identity, DecidingPolicy.Identity);
        var boundary = caller.Boundary is { } plan ? One(request, plan, DecidingPolicy.Boundary) : identity;
        var session = caller.Session.IsEmpty ? identity : Any(request, caller.Session, DecidingPolicy.Session);
        return identity.IsExplicit ? identity
            : boundary.IsExplicit ? boundary
            : session.IsExplicit ? session
            : !identity.IsAllowed ? identity
            : !boundary.IsAllowed ? boundary
            : !session.IsAllowed ? session
            : identity;
    }

    /// <summary>The limits that hold also where the resource's policy grants to the role.</summary>
    private static AccessDecision? Narrowed(in PolicyRequest request, CallerPolicies caller)
    {
        if (caller.Boundary is { } plan && One(request, plan, DecidingPolicy.Boundary) is { IsAllowed: false } boundary)
        {
            return boundary;
        }

        return !caller.Session.IsEmpty
            && Any(request, caller.Session, DecidingPolicy.Session) is { IsAllowed: false } session
            ? session
            : null;
    }

    private static AccessDecision Any(in PolicyRequest request, ImmutableArray<PolicyPlan> plans, DecidingPolicy by)
    {
        var decision = Silent(by);
        foreach (var plan in plans)
        {
            var one = One(request, plan, by);
            if (one.IsExplicit)
            {
                return one;
            }

            decision = decision.IsAllowed ? decision : one;
        }

        return decision;
    }

    private static AccessDecision One(in PolicyRequest request, PolicyPlan plan, DecidingPolicy by)
    {
        var effect = plan.Evaluate(request, out _, out var statement);
        return effect switch
        {
            PolicyEffect.Deny => Denied(by, plan, statement),
            PolicyEffect.Allow => new AccessDecision(true, false, by, plan.Name, statement?.Sid),
            _ => Silent(by),
        };
    }

    private static AccessDecision Denied(DecidingPolicy by, PolicyPlan plan, StatementPlan? statement) =>
        new(false, true, by, plan.Name, statement?.Sid);

    private static AccessDecision Silent(DecidingPolicy by) => new(false, false, by);
}
