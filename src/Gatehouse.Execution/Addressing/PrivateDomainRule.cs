using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Exchange;
using Gatehouse.Identity.Policies;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Addressing;

/// <summary>
/// Who may call through a private custom domain (security §4.3): its own policy must allow, besides the association, the
/// endpoint's policy and the API's. Without a policy nobody may.
/// </summary>
internal sealed class PrivateDomainRule(string account, string region, string arn, PolicyPlan? policy, TimeProvider time)
{
    /// <summary>
    /// Differs from AWS: the caller is anonymous here, also one who signed; a domain's policy that names principals lets
    /// nobody in.
    /// </summary>
    /// <returns>Why the call is refused.</returns>
    public string? Refuse(HttpContext http, VpcEndpointPlan? endpoint)
    {
        if (policy is null)
        {
            return "The private domain has no policy that can be understood, so nobody may call through it";
        }

        var decision = AccessRules.Decide(
            new PolicyRequest(
                Principal.Anonymous, InvokeRule.Invoke, arn, new EndpointCircumstances(http, endpoint, region, time.GetUtcNow())),
            CallerPolicies.None,
            new GuardedResource(account, policy));
        return decision.IsAllowed ? null : $"The policy of the private domain refuses the call{decision.Reason(InvokeRule.Invoke)}";
    }
}
