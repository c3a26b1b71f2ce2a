using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Gatehouse.Identity.Policies;

/// <summary>What one policy says of a request.</summary>
public enum PolicyEffect
{
    /// <summary>Nothing: an implicit deny, unless another policy allows.</summary>
    Silent = 0,

    Allow = 1,

    /// <summary>An explicit deny, which nothing overrides.</summary>
    Deny = 2,
}

/// <summary>A policy document, compiled once and evaluated without allocating (security §2).</summary>
public sealed class PolicyPlan
{
    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = PolicyLimits.JsonDepth,
    };

    private readonly ImmutableArray<StatementPlan> _denies;
    private readonly ImmutableArray<StatementPlan> _allows;

    private PolicyPlan(string? name, ImmutableArray<StatementPlan> statements)
    {
        Name = name;
        _denies = [.. statements.Where(static statement => statement.IsDeny)];
        _allows = [.. statements.Where(static statement => !statement.IsDeny)];
    }

    /// <summary>A policy that allows everything to everyone: what an endpoint without a policy has.</summary>
    public static PolicyPlan AllowAll { get; } = CompileStored(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""",
        PolicyKind.Resource);

    /// <summary>What stands in for a stored document that cannot be understood: everything is denied.</summary>
    public static PolicyPlan DenyAll { get; } = new(null, [StatementCompiler.DenyAll("the document")]);

    /// <summary>For explanations, such as the name of an inline policy; <see langword="null"/> when it has none.</summary>
    public string? Name { get; }

    /// <summary>The context keys that the policy tests or fills in.</summary>
    public IEnumerable<string> KeyNames => _denies.Concat(_allows)
        .SelectMany(static statement => statement.Keys)
        .DistinctBy(static key => key.Folded)
        .Select(static key => key.Name);

    /// <param name="json">The document.</param>
    /// <param name="kind">Where it stands.</param>
    /// <param name="plan">When the document is valid.</param>
    /// <param name="problem">AWS's words for what is wrong with it (<c>MalformedPolicyDocument</c>).</param>
    public static bool TryCompile(
        string json, PolicyKind kind, [NotNullWhen(true)] out PolicyPlan? plan, [NotNullWhen(false)] out string? problem) =>
        TryCompile(json, kind, null, out plan, out problem);

    /// <param name="json">The document.</param>
    /// <param name="kind">Where it stands.</param>
    /// <param name="name">For explanations.</param>
    /// <param name="plan">When the document is valid.</param>
    /// <param name="problem">AWS's words for what is wrong with it.</param>
    public static bool TryCompile(
        string json, PolicyKind kind, string? name,
        [NotNullWhen(true)] out PolicyPlan? plan, [NotNullWhen(false)] out string? problem)
    {
        plan = null;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var statements = Read(document.RootElement, kind, out problem);
            plan = problem is null ? new PolicyPlan(name, statements) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperation: a text that is not well-formed Unicode.
            problem = kind == PolicyKind.Trust ? "This policy contains invalid Json" : StatementCompiler.SyntaxErrors;
        }

        return plan is not null;
    }

    /// <summary>A document that was valid when it was stored; if it no longer is, it denies everything.</summary>
    public static PolicyPlan CompileStored(string json, PolicyKind kind, string? name = null) =>
        TryCompile(json, kind, name, out var plan, out _) ? plan : DenyAll;

    /// <summary>Statements that were added one by one, such as a function's.</summary>
    internal static PolicyPlan Of(ImmutableArray<StatementPlan> statements) => new(null, statements);

    /// <summary>Allocates nothing.</summary>
    public PolicyEffect Evaluate(in PolicyRequest request) => Evaluate(request, out _, out _);

    /// <param name="request">The question.</param>
    /// <param name="grant">The strongest way in which an Allow speaks of the caller.</param>
    /// <param name="decider">The statement that decided.</param>
    internal PolicyEffect Evaluate(in PolicyRequest request, out Grant grant, out StatementPlan? decider)
    {
        (grant, decider) = (Grant.None, null);
        foreach (var statement in _denies)
        {
            if (statement.Applies(request, out _))
            {
                decider = statement;
                return PolicyEffect.Deny;
            }
        }

        foreach (var statement in _allows)
        {
            if (statement.Applies(request, out var found) && found > grant)
            {
                (grant, decider) = (found, statement);
                if (grant == Grant.Direct)
                {
                    break;
                }
            }
        }

        return decider is null ? PolicyEffect.Silent : PolicyEffect.Allow;
    }

    private static ImmutableArray<StatementPlan> Read(JsonElement root, PolicyKind kind, out string? problem)
    {
        problem = ReadHead(root, out var hasVariables);
        if (problem is not null)
        {
            return [];
        }

        var statement = root.GetProperty("Statement");
        var elements = statement.ValueKind == JsonValueKind.Array ? [.. statement.EnumerateArray()] : new[] { statement };
        var plans = ImmutableArray.CreateBuilder<StatementPlan>(elements.Length);
        foreach (var element in elements)
        {
            plans.Add(new StatementCompiler(kind, hasVariables).Compile(element));
            problem ??= plans[^1].Problem;
        }

        var ids = plans.Where(static plan => !string.IsNullOrEmpty(plan.Sid)).Select(static plan => plan.Sid).ToList();
        problem ??= elements.Length == 0 ? StatementCompiler.SyntaxErrors
            : kind != PolicyKind.Authorizer && ids.Distinct().Count() < ids.Count
                ? "Statement IDs (SID) in a single policy must be unique."
                : null;
        return plans.DrainToImmutable();
    }

    /// <summary>
    /// What stands beside the statements. Without <c>Version</c> a document is of 2008 and has no variables.
    /// </summary>
    private static string? ReadHead(JsonElement root, out bool hasVariables)
    {
        hasVariables = false;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("Statement", out _))
        {
            return StatementCompiler.SyntaxErrors;
        }

        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "Statement":
                    break;
                case "Id" when member.Value.ValueKind == JsonValueKind.String:
                    break;
                case "Version" when PolicyText.Is(member.Value, "2008-10-17"):
                    break;
                case "Version" when PolicyText.Is(member.Value, "2012-10-17"):
                    hasVariables = true;
                    break;
                case "Version":
                    return "Policy document must be version 2012-10-17 or greater.";
                default:
                    return StatementCompiler.SyntaxErrors;
            }
        }

        return null;
    }
}
