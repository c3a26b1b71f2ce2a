using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// Turns the JSON of one statement into a plan. Nothing is refused here, that is for whoever stores a policy: what
/// cannot be understood is marked, and the plan then fails closed.
/// </summary>
internal sealed class StatementCompiler(PolicyKind kind, bool hasVariables)
{
    public const string SyntaxErrors = "Syntax errors in policy.";

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = PolicyLimits.JsonDepth,
    };

    private string? _problem;

    /// <summary>A statement that stands alone, as Lambda keeps them.</summary>
    public static StatementPlan Compile(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return new StatementCompiler(PolicyKind.Resource, hasVariables: true).Compile(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return DenyAll("it is not JSON"); // InvalidOperation: a text that is not well-formed Unicode
        }
    }

    /// <summary>A statement that denies everything to everyone, because nobody can tell what it says.</summary>
    public static StatementPlan DenyAll(string problem) => new()
    {
        IsDeny = true,
        Principal = PrincipalPlan.NotUnderstood,
        Actions = ActionList.NotUnderstood,
        Resources = ResourceList.NotUnderstood,
        Problem = problem,
    };

    public StatementPlan Compile(JsonElement statement)
    {
        if (statement.ValueKind != JsonValueKind.Object)
        {
            return DenyAll(SyntaxErrors);
        }

        foreach (var member in statement.EnumerateObject())
        {
            Refuse(!IsElement(member.Name), SyntaxErrors);
        }

        var isAllow = statement.TryGetProperty("Effect", out var effect) && PolicyText.Is(effect, "Allow");
        Refuse(effect.ValueKind == JsonValueKind.Undefined && kind == PolicyKind.Trust, "Missing required field Effect");
        Refuse(!isAllow && !PolicyText.Is(effect, "Deny"), SyntaxErrors);
        var principal = CompilePrincipal(statement);
        var actions = CompileActions(statement);
        var resources = CompileResources(statement);
        var conditions = statement.TryGetProperty("Condition", out var condition) ? CompileConditions(condition) : [];
        return new StatementPlan
        {
            // Whatever is not exactly Allow is at best a Deny.
            IsDeny = !isAllow,
            Sid = ReadSid(statement),
            Principal = principal,
            Actions = actions,
            Resources = resources,
            Conditions = conditions,
            Problem = _problem,
        };
    }

    private static bool IsElement(string name) => name is "Sid" or "Effect" or "Principal" or "NotPrincipal" or "Action"
        or "NotAction" or "Resource" or "NotResource" or "Condition";

    /// <summary>The first problem is the one that is told.</summary>
    private void Refuse(bool isWrong, string problem) => _problem ??= isWrong ? problem : null;

    private string? ReadSid(JsonElement statement)
    {
        if (!statement.TryGetProperty("Sid", out var sid))
        {
            return null;
        }

        if (sid.ValueKind != JsonValueKind.String)
        {
            Refuse(true, SyntaxErrors);
            return null;
        }

        var text = sid.GetString()!;
        Refuse(
            kind is PolicyKind.Identity or PolicyKind.Trust && !text.All(char.IsAsciiLetterOrDigit),
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
            + "[0-9A-Za-z]*");
        return text;
    }

    private PrincipalPlan CompilePrincipal(JsonElement statement)
    {
        var has = statement.TryGetProperty("Principal", out var principal);
        var hasNot = statement.TryGetProperty("NotPrincipal", out var notPrincipal);
        if (kind is PolicyKind.Identity or PolicyKind.Authorizer)
        {
            Refuse(has || hasNot, "Policy document should not specify a principal.");
            return PrincipalPlan.Holder;
        }

        Refuse(!has && !hasNot, "Missing required field Principal");
        Refuse(has && hasNot, SyntaxErrors);
        Refuse(hasNot && kind == PolicyKind.Trust, "Has prohibited field NotPrincipal");
        if (!has && !hasNot)
        {
            return PrincipalPlan.NotUnderstood;
        }

        var plan = PrincipalCompiler.Compile(has ? principal : notPrincipal, !has, out var invalid);
        Refuse(invalid is not null, $"Invalid principal in policy: {invalid}");
        Refuse(plan == PrincipalPlan.NotUnderstood, "Invalid principal in policy.");
        return plan;
    }

    private ActionList CompileActions(JsonElement statement)
    {
        if (!TryOneOf(statement, "Action", out var element, out var isNegated))
        {
            Refuse(
                true,
                kind == PolicyKind.Trust ? "Missing required field Action" : "Policy statement must contain actions.");
            return ActionList.NotUnderstood;
        }

        var texts = PolicyText.ReadList(element);
        Refuse(texts.IsEmpty, "Policy statement must contain actions.");
        var patterns = ImmutableArray.CreateBuilder<TextPattern>(texts.Length);
        foreach (var text in texts)
        {
            Refuse(!IsAction(text, out var problem), problem);
            var pattern = TextPatternParser.Parse(text, hasWildcards: true, hasVariables: false);
            Refuse(pattern is null, SyntaxErrors);
            if (pattern is not null)
            {
                patterns.Add(pattern);
            }
        }

        return new ActionList(isNegated, patterns.ToImmutable());
    }

    private static bool IsAction(string text, out string problem)
    {
        problem = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
        if (text == "*")
        {
            return true;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == text.Length - 1)
        {
            return false;
        }

        var vendor = text.AsSpan(0, colon);
        problem = $"Vendor {vendor} is not valid";
        foreach (var c in vendor)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    private ResourceList CompileResources(JsonElement statement)
    {
        var has = TryOneOf(statement, "Resource", out var element, out var isNegated);
        if (kind == PolicyKind.Trust)
        {
            Refuse(has || HasBoth(statement, "Resource"), "Has prohibited field Resource");
            return ResourceList.Implied;
        }

        if (!has)
        {
            Refuse(true, "Policy statement must contain resources.");
            return ResourceList.NotUnderstood;
        }

        var texts = PolicyText.ReadList(element);
        Refuse(texts.IsEmpty, "Policy statement must contain resources.");
        var patterns = ImmutableArray.CreateBuilder<ArnPattern>(texts.Length);
        foreach (var text in texts)
        {
            if (text == "*")
            {
                continue;
            }

            if (!ArnPattern.TryParse(text, hasVariables, out var pattern))
            {
                Refuse(true, $"Resource {text} must be in ARN format or \"*\".");
                continue;
            }

            var partition = text.Split(':')[1];
            Refuse(
                partition is not ("aws" or "aws-cn" or "aws-us-gov") && !partition.Contains('*', StringComparison.Ordinal),
                $"Partition \"{partition}\" is not valid for resource \"{text}\".");
            patterns.Add(pattern);
        }

        return new ResourceList(isNegated, texts.Contains("*", StringComparer.Ordinal), patterns.ToImmutable());
    }

    private static bool HasBoth(JsonElement statement, string name) =>
        statement.TryGetProperty(name, out _) && statement.TryGetProperty("Not" + name, out _);

    /// <summary>Exactly one of an element and its Not form.</summary>
    private bool TryOneOf(JsonElement statement, string name, out JsonElement element, out bool isNegated)
    {
        Refuse(HasBoth(statement, name), SyntaxErrors);
        isNegated = !statement.TryGetProperty(name, out element);
        return !HasBoth(statement, name) && (!isNegated || statement.TryGetProperty("Not" + name, out element));
    }

    private ImmutableArray<ConditionPlan> CompileConditions(JsonElement condition)
    {
        var plans = ImmutableArray.CreateBuilder<ConditionPlan>();
        if (condition.ValueKind != JsonValueKind.Object)
        {
            Refuse(true, SyntaxErrors);
            return [];
        }

        foreach (var byOperator in condition.EnumerateObject())
        {
            Refuse(ConditionOperator.Find(byOperator.Name) is null, $"Invalid Condition type : {byOperator.Name}.");
            if (byOperator.Value.ValueKind != JsonValueKind.Object)
            {
                Refuse(true, SyntaxErrors);
                continue;
            }

            foreach (var byKey in byOperator.Value.EnumerateObject())
            {
                Refuse(
                    !byKey.Name.Contains(':', StringComparison.Ordinal),
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
                var plan = PolicyText.ReadList(byKey.Value) is { IsEmpty: false } values
                    ? ConditionPlan.Compile(byOperator.Name, byKey.Name, values, hasVariables)
                    : null;
                Refuse(plan is null, SyntaxErrors);
                if (plan is not null)
                {
                    plans.Add(plan);
                }
            }
        }

        return plans.ToImmutable();
    }
}
