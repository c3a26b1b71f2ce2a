using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Identity.Policies;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>Where among the steps of a method its API's resource policy stands (security §4.2).</summary>
internal enum ResourcePolicyPhase
{
    /// <summary>Nothing else decides, or something that decides apart: an explicit Allow is needed.</summary>
    Whole = 0,

    /// <summary>Before a Lambda authorizer: what is denied here costs no call of it.</summary>
    BeforeAuthorizer = 1,

    /// <summary>After a Lambda authorizer whose policy does not speak of the method (Table A).</summary>
    AfterAuthorizer = 2,
}

/// <summary>Judges a caller who is anonymous to IAM: methods with NONE, a Lambda or a Cognito authorizer.</summary>
internal sealed class ResourcePolicyStep(InvokeRule rule, ResourcePolicyPhase phase) : IRestStep
{
    private const string Anonymous = "anonymous";

    /// <summary>The wording of captures (security §4.2); newer texts name the kind of policy (unconfirmed).</summary>
    private const string ExplicitDeny = " with an explicit deny";

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        if (phase == ResourcePolicyPhase.AfterAuthorizer && !call.IsAuthorizerSilent)
        {
            return StepResult.Continue;
        }

        var request = call.Request;
        var path = InvokeArn.RestPath(request.ResourcePath);
        var decision = rule.DecideAnonymous(request, request.Verb, path);
        if (!decision.IsAllowed && decision.By == DecidingPolicy.Endpoint)
        {
            // What the endpoint does not let through no authorizer opens (security §4.4).
            var reason = decision.Reason(InvokeRule.Invoke);
            return new StepResult(
                GatewayFaults.NotAuthorized(rule.Explain(Anonymous, request.Verb, path, reason)),
                $"The policy of the VPC endpoint {request.Endpoint?.Id} refuses the call");
        }

        if (decision.IsAllowed || (phase == ResourcePolicyPhase.BeforeAuthorizer && !decision.IsExplicit))
        {
            return StepResult.Continue;
        }

        return phase == ResourcePolicyPhase.AfterAuthorizer && !decision.IsExplicit
            ? new StepResult(
                AuthorizerFaults.NotCovered, "Neither the authorizer's policy nor the resource policy allows the call")
            : new StepResult(
                GatewayFaults.NotAuthorized(
                    rule.Explain(Anonymous, request.Verb, path, decision.IsExplicit ? ExplicitDeny : string.Empty)),
                decision.IsExplicit
                    ? $"The resource policy denies the call{(decision.StatementId is { Length: > 0 } sid ? $" (statement {sid})" : string.Empty)}"
                    : "The resource policy does not allow the call");
    }
}
