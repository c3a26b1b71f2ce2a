using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Introspection;

/// <summary>
/// Asks the engine that decides live calls (security §2.5), once for each action and resource, and says what decided.
/// </summary>
internal sealed class PolicySimulation(
    OperationInput input, Principal principal, CallerPolicies policies, PolicyPlan? resourcePolicy, string resourceAccount)
{
    public OperationOutput Run()
    {
        var context = new ContextValues();
        foreach (var entry in input.Members["ContextEntries"]?.AsArray() ?? [])
        {
            var values = entry!["ContextKeyValues"]?.AsArray().Select(static value => value!.GetValue<string>()).ToImmutableArray() ?? [];
            var isList = entry["ContextKeyType"]?.GetValue<string>().EndsWith("List", StringComparison.Ordinal) == true;
            if (entry["ContextKeyName"]?.GetValue<string>() is { } name)
            {
                _ = isList || values.Length != 1 ? context.Set(name, values) : context.Set(name, values[0]);
            }
        }

        var actions = Federation.OidcProviders.Texts(input, "ActionNames");
        var resources = Federation.OidcProviders.Texts(input, "ResourceArns");
        var results = from action in actions
            from resource in resources.IsEmpty ? ["*"] : resources
            select (Action: action, Resource: resource);
        return IamPage.Of(
            input, "EvaluationResults", results.ToList(), pair => Evaluate(pair.Action, pair.Resource, context));
    }

    private JsonObject Evaluate(string action, string resource, ContextValues context)
    {
        var decision = AccessRules.Decide(
            new PolicyRequest(principal, action, resource, context), policies,
            new GuardedResource(resourceAccount, resourcePolicy));
        var result = new JsonObject
        {
            ["EvalActionName"] = action,
            ["EvalResourceName"] = resource,
            ["EvalDecision"] = decision.IsAllowed ? "allowed" : decision.IsExplicit ? "explicitDeny" : "implicitDeny",
            ["MatchedStatements"] = decision.Policy is { } policy && (decision.IsAllowed || decision.IsExplicit)
                ? new JsonArray(new JsonObject { ["SourcePolicyId"] = policy, ["SourcePolicyType"] = TypeOf(decision.By) })
                : [],
            ["MissingContextValues"] = new JsonArray([.. Missing(context)]),
        };
        if (policies.Boundary is { } boundary)
        {
            var effect = boundary.Evaluate(new PolicyRequest(principal, action, resource, context));
            result["PermissionsBoundaryDecisionDetail"] = new JsonObject
            {
                ["AllowedByPermissionsBoundary"] = effect == PolicyEffect.Allow,
            };
        }

        return result;
    }

    private static string TypeOf(DecidingPolicy by) => by switch
    {
        DecidingPolicy.Resource => "resource",
        _ => "IAM Policy",
    };

    private IEnumerable<JsonNode> Missing(ContextValues context)
    {
        var plans = policies.Identity.Concat(policies.Session);
        plans = policies.Boundary is { } boundary ? plans.Append(boundary) : plans;
        plans = resourcePolicy is null ? plans : plans.Append(resourcePolicy);
        return plans.SelectMany(static plan => plan.KeyNames).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => !context.Names.Contains(name, StringComparer.OrdinalIgnoreCase) && !principal.Knows(name))
            .Select(static name => (JsonNode)name);
    }
}
