using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// One statement of a function's resource policy, compiled. What it cannot understand makes an Allow never match and a
/// Deny always match: fail closed.
/// </summary>
internal sealed class InvocationStatement
{
    private const string InvokeAction = "lambda:InvokeFunction";

    private readonly bool _isUnderstood;
    private readonly ImmutableArray<string> _services;
    private readonly ImmutableArray<string> _actions;
    private readonly ImmutableArray<string> _resources;
    private readonly ImmutableArray<ConditionTest> _conditions;

    private InvocationStatement(
        bool isDeny, bool isUnderstood, ImmutableArray<string> services, ImmutableArray<string> actions,
        ImmutableArray<string> resources, ImmutableArray<ConditionTest> conditions)
    {
        IsDeny = isDeny;
        _isUnderstood = isUnderstood;
        _services = services;
        _actions = actions;
        _resources = resources;
        _conditions = conditions;
    }

    public bool IsDeny { get; }

    public static InvocationStatement Compile(string json)
    {
        JsonObject? statement;
        try
        {
            statement = JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            statement = null;
        }

        if (statement is null)
        {
            return new InvocationStatement(isDeny: true, isUnderstood: false, [], [], [], []);
        }

        // Members whose meaning is the opposite of the plain ones (NotAction and its kin) are not understood here.
        var known = statement.All(static member =>
            member.Key is "Sid" or "Effect" or "Principal" or "Action" or "Resource" or "Condition");
        var services = Principals(statement["Principal"], ref known);
        var conditions = Conditions(statement["Condition"], ref known);
        return new InvocationStatement(
            statement["Effect"]?.ToString() != "Allow", known, services, Texts(statement["Action"], ref known),
            Texts(statement["Resource"], ref known), conditions);
    }

    public bool Applies(string functionArn, string servicePrincipal, string sourceArn, string sourceAccount)
    {
        if (!_isUnderstood)
        {
            return IsDeny;
        }

        return _services.Any(service => service == "*" || service == servicePrincipal)
            && _actions.Any(static action => WildcardPattern.Matches(action, InvokeAction, ignoreCase: true))
            && _resources.Any(resource => WildcardPattern.MatchesArn(resource, functionArn))
            && _conditions.All(condition => condition.Holds(sourceArn, sourceAccount));
    }

    private static ImmutableArray<string> Principals(JsonNode? node, ref bool known)
    {
        if (node is JsonObject byKind)
        {
            var found = ImmutableArray.CreateBuilder<string>();
            foreach (var (kind, value) in byKind)
            {
                // AWS principals name accounts and users; a service is none of them unless it is everyone.
                var texts = Texts(value, ref known);
                found.AddRange(kind == "Service" ? texts : texts.Where(static text => text == "*"));
            }

            return found.ToImmutable();
        }

        return Texts(node, ref known);
    }

    private static ImmutableArray<ConditionTest> Conditions(JsonNode? node, ref bool known)
    {
        if (node is null)
        {
            return [];
        }

        if (node is not JsonObject byOperator)
        {
            known = false;
            return [];
        }

        var tests = ImmutableArray.CreateBuilder<ConditionTest>();
        foreach (var (operatorName, keys) in byOperator)
        {
            foreach (var (key, values) in keys as JsonObject ?? [])
            {
                var test = ConditionTest.Create(operatorName, key, Texts(values, ref known));
                known &= test is not null;
                if (test is not null)
                {
                    tests.Add(test);
                }
            }
        }

        return tests.ToImmutable();
    }

    private static ImmutableArray<string> Texts(JsonNode? node, ref bool known)
    {
        switch (node)
        {
            case JsonValue value when value.TryGetValue<string>(out var text):
                return [text];
            case JsonArray array when array.All(static item => item is JsonValue value && value.TryGetValue<string>(out _)):
                return [.. array.Select(static item => item!.GetValue<string>())];
            default:
                known = false;
                return [];
        }
    }
}
