using System.Collections.Immutable;
using Gatehouse.Identity.Policies;

namespace Gatehouse.Identity.Sessions;

/// <summary>What a session brings beside its principal: the policies that narrow it, and where it came from.</summary>
public sealed class SessionLimits
{
    private readonly PolicyPlan? _policy;
    private volatile Narrowed? _narrowed;

    internal SessionLimits(SessionClaims claims)
    {
        Claims = claims;
        _policy = claims.Policy is { } json ? PolicyPlan.CompileStored(json, PolicyKind.Identity) : null;
    }

    public SessionClaims Claims { get; }

    /// <summary>The issuer's policies within the session's; made again when the issuer's have changed.</summary>
    internal CallerPolicies Narrow(CallerPolicies issuer, Func<string, PolicyPlan?> managed)
    {
        var known = _narrowed;
        if (known is null || !ReferenceEquals(known.Issuer, issuer) || (Claims.PolicyArns is not null && issuer.IsRoot))
        {
            _narrowed = known = new Narrowed(issuer, Make(issuer, Plans(managed)));
        }

        return known.Policies;
    }

    private static CallerPolicies Make(CallerPolicies issuer, ImmutableArray<PolicyPlan> session) => session.IsEmpty
        ? issuer
        : new CallerPolicies
        {
            Identity = issuer.IsRoot ? [PolicyPlan.AllowAll] : issuer.Identity,
            Boundary = issuer.Boundary,
            Session = session,
        };

    /// <summary>Empty when nothing was passed with the request; a policy that is gone meanwhile allows nothing.</summary>
    private ImmutableArray<PolicyPlan> Plans(Func<string, PolicyPlan?> managed)
    {
        var plans = ImmutableArray.CreateBuilder<PolicyPlan>();
        if (_policy is not null)
        {
            plans.Add(_policy);
        }

        foreach (var arn in Claims.PolicyArns ?? [])
        {
            plans.Add(managed(arn) ?? PolicyPlan.DenyAll);
        }

        return plans.ToImmutable();
    }

    private sealed record Narrowed(CallerPolicies Issuer, CallerPolicies Policies);
}
