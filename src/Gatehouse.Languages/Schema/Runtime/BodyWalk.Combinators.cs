using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>Enum and the combinators: every one reads a copy, so that the value can be read again.</summary>
internal ref partial struct BodyWalk
{
    private bool CheckValue(ValueRules rules, scoped ref Utf8JsonReader reader)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Exhaust();
        }
        if (rules.Enum is { } constants && !constants.Contains(ref this, ref reader))
        {
            return false;
        }
        foreach (var schema in rules.AllOf)
        {
            if (!Try(schema, reader))
            {
                return false;
            }
        }
        if (rules.AnyOf.Length > 0 && !Any(rules.AnyOf, reader))
        {
            return false;
        }
        if (rules.OneOf.Length > 0 && !One(rules.OneOf, reader))
        {
            return false;
        }
        return rules.Not is null || (!Try(rules.Not, reader) && !IsExhausted);
    }

    /// <summary>Judges the value by one more schema; the caller's reader stays where it is.</summary>
    private bool Try(SchemaNode schema, Utf8JsonReader copy) => Check(schema, ref copy);

    private bool Any(SchemaNode[] schemas, scoped in Utf8JsonReader reader)
    {
        foreach (var schema in schemas)
        {
            if (Try(schema, reader))
            {
                return true;
            }
        }
        return false;
    }

    private bool One(SchemaNode[] schemas, scoped in Utf8JsonReader reader)
    {
        var matched = 0;
        foreach (var schema in schemas)
        {
            if (Try(schema, reader) && ++matched > 1)
            {
                return false;
            }
        }
        return matched == 1;
    }
}
