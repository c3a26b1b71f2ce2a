using System.Text.Json;
using Gatehouse.Identity.Policies;

namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>
/// The policy that an authorizer's function returned, compiled once and asked by each request of its caller.
/// </summary>
internal sealed class AuthorizerPolicy
{
    private const string Action = "execute-api:Invoke";

    private readonly PolicyPlan _plan;

    private AuthorizerPolicy(PolicyPlan plan)
    {
        _plan = plan;
        HasConditions = plan.KeyNames.Any();
    }

    /// <summary>The policy looks at the request's circumstances.</summary>
    public bool HasConditions { get; }

    /// <param name="document">An object.</param>
    /// <param name="problem">Why it is no policy, when <see langword="null"/> is returned.</param>
    public static AuthorizerPolicy? TryCompile(JsonElement document, out string? problem)
    {
        if (!PolicyPlan.TryCompile(document.GetRawText(), PolicyKind.Authorizer, out var plan, out problem))
        {
            return null;
        }

        if (HasLongResource(document))
        {
            problem = $"a resource of the policy has more than {AuthorizerLimits.PolicyResourceChars} characters";
            return null;
        }

        return new AuthorizerPolicy(plan);
    }

    /// <param name="invokeArn">Of the request: see <see cref="InvokeArn"/>.</param>
    /// <param name="context">Its circumstances; may be absent where the policy asks for none.</param>
    public PolicyEffect Evaluate(ReadOnlySpan<char> invokeArn, PolicyContext? context) =>
        _plan.Evaluate(new PolicyRequest(Principal.Anonymous, Action, invokeArn, context));

    /// <summary>security §5.4: each resource has at most 512 characters.</summary>
    private static bool HasLongResource(JsonElement document)
    {
        var statements = document.GetProperty("Statement"u8);
        return statements.ValueKind == JsonValueKind.Array
            ? statements.EnumerateArray().Any(IsLong)
            : IsLong(statements);

        static bool IsLong(JsonElement statement) =>
            (statement.TryGetProperty("Resource"u8, out var resource)
                || statement.TryGetProperty("NotResource"u8, out resource))
            && (resource.ValueKind == JsonValueKind.Array
                ? resource.EnumerateArray().Any(IsLongText)
                : IsLongText(resource));

        static bool IsLongText(JsonElement text) =>
            text.ValueKind == JsonValueKind.String
            && text.GetString()!.Length > AuthorizerLimits.PolicyResourceChars;
    }
}
