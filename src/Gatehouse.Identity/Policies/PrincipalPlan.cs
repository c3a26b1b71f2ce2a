using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary>Whom a statement of a resource policy speaks of (security §2.4).</summary>
internal sealed class PrincipalPlan(bool isEveryone, bool isUnderstood, ImmutableArray<string> services)
{
    public static readonly PrincipalPlan NotUnderstood = new(isEveryone: false, isUnderstood: false, []);

    public static readonly PrincipalPlan Everyone = new(isEveryone: true, isUnderstood: true, []);

    public Match Evaluate(in PolicyRequest request)
    {
        if (isEveryone)
        {
            return Match.Yes;
        }

        foreach (var service in services)
        {
            // No partial wildcard exists in principals.
            if (request.ServicePrincipal.Equals(service, StringComparison.Ordinal))
            {
                return Match.Yes;
            }
        }

        return isUnderstood ? Match.No : Match.Unknown;
    }
}
