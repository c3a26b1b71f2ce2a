using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// Turns the JSON of one statement into a plan. Nothing is refused here, that is for whoever stores a policy: what
/// cannot be understood is marked, and the plan then fails closed.
/// </summary>
internal static class StatementCompiler
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static StatementPlan Compile(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Compile(document.RootElement)
                : DenyAll("it is not an object");
        }
        catch (JsonException)
        {
            return DenyAll("it is not JSON");
        }
    }

    private static StatementPlan Compile(JsonElement statement)
    {
        var problems = new List<string>();
        var principal = PrincipalPlan.NotUnderstood;
        var (actions, resources) = (PatternList.NotUnderstood, PatternList.NotUnderstood);
        var (isAllow, isDeny, conditions) = (false, false, ImmutableArray<ConditionPlan>.Empty);
        foreach (var member in statement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "Sid":
                    break;
                case "Effect":
                    isAllow = IsText(member.Value, "Allow");
                    isDeny = IsText(member.Value, "Deny");
                    break;
                case "Principal":
                    principal = CompilePrincipal(member.Value);
                    break;
                case "Action" or "NotAction":
                    actions = CompilePatterns(member);
                    break;
                case "Resource" or "NotResource":
                    resources = CompilePatterns(member);
                    break;
                case "Condition":
                    conditions = CompileConditions(member.Value, problems);
                    break;
                default:
                    problems.Add($"element {member.Name}");
                    break;
            }
        }

        AddIf(problems, !isAllow && !isDeny, "its Effect");
        AddIf(problems, principal == PrincipalPlan.NotUnderstood, "its Principal");
        AddIf(problems, actions == PatternList.NotUnderstood, "its Action");
        AddIf(problems, resources == PatternList.NotUnderstood, "its Resource");
        AddIf(
            problems,
            (statement.TryGetProperty("Action", out _) && statement.TryGetProperty("NotAction", out _))
            || (statement.TryGetProperty("Resource", out _) && statement.TryGetProperty("NotResource", out _)),
            "an element together with its Not form");
        return new StatementPlan
        {
            // Whatever is not exactly Allow is at best a Deny.
            IsDeny = !isAllow,
            Principal = principal,
            Actions = actions,
            Resources = resources,
            Conditions = conditions,
            Problem = problems.Count == 0 ? null : string.Join(", ", problems),
        };
    }

    private static StatementPlan DenyAll(string problem) => new()
    {
        IsDeny = true,
        Principal = PrincipalPlan.NotUnderstood,
        Actions = PatternList.NotUnderstood,
        Resources = PatternList.NotUnderstood,
        Problem = problem,
    };

    private static void AddIf(List<string> problems, bool isProblem, string problem)
    {
        if (isProblem)
        {
            problems.Add(problem);
        }
    }

    private static PatternList CompilePatterns(JsonProperty member) =>
        Texts(member.Value) is { IsEmpty: false } patterns
            ? new PatternList(member.Name.StartsWith("Not", StringComparison.Ordinal), patterns)
            : PatternList.NotUnderstood;

    private static PrincipalPlan CompilePrincipal(JsonElement principal)
    {
        if (principal.ValueKind == JsonValueKind.String)
        {
            return IsText(principal, "*") ? PrincipalPlan.Everyone : PrincipalPlan.NotUnderstood;
        }

        if (principal.ValueKind != JsonValueKind.Object)
        {
            return PrincipalPlan.NotUnderstood;
        }

        var services = ImmutableArray.CreateBuilder<string>();
        foreach (var kind in principal.EnumerateObject())
        {
            if (Texts(kind.Value) is not { IsEmpty: false } names)
            {
                return PrincipalPlan.NotUnderstood;
            }

            switch (kind.Name)
            {
                case "AWS" when names.Contains("*", StringComparer.Ordinal):
                    return PrincipalPlan.Everyone;
                case "Service":
                    services.AddRange(names);
                    break;
                case "AWS" or "Federated" or "CanonicalUser":
                    break; // names accounts and people, and a service is neither
                default:
                    return PrincipalPlan.NotUnderstood;
            }
        }

        return new PrincipalPlan(isEveryone: false, isUnderstood: true, services.ToImmutable());
    }

    private static ImmutableArray<ConditionPlan> CompileConditions(JsonElement condition, List<string> problems)
    {
        var plans = ImmutableArray.CreateBuilder<ConditionPlan>();
        if (condition.ValueKind != JsonValueKind.Object)
        {
            problems.Add("its Condition");
            return [];
        }

        foreach (var byOperator in condition.EnumerateObject())
        {
            if (byOperator.Value.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"condition {byOperator.Name}");
                continue;
            }

            foreach (var byKey in byOperator.Value.EnumerateObject())
            {
                var plan = Texts(byKey.Value) is { IsEmpty: false } values
                    ? ConditionPlan.Compile(byOperator.Name, byKey.Name, values)
                    : null;
                if (plan is not null)
                {
                    plans.Add(plan);
                }
                else
                {
                    problems.Add($"condition {byOperator.Name} of {byKey.Name}");
                }
            }
        }

        return plans.ToImmutable();
    }

    /// <summary>A single value is a list of one; numbers and booleans count as their text (security §2.1).</summary>
    /// <returns>Empty for anything else.</returns>
    private static ImmutableArray<string> Texts(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return TextOf(element) is { } text ? [text] : [];
        }

        var texts = ImmutableArray.CreateBuilder<string>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            if (TextOf(item) is not { } text)
            {
                return [];
            }

            texts.Add(text);
        }

        return texts.DrainToImmutable();
    }

    private static bool IsText(JsonElement element, string text) =>
        element.ValueKind == JsonValueKind.String && element.ValueEquals(text);

    private static string? TextOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
