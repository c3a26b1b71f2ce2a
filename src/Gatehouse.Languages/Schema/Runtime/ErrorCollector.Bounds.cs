using System.Text;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>The keywords that bound: each comes once for its maximum and, further on, once for its minimum.</summary>
internal sealed partial class ErrorCollector
{
    private void AddArrayBounds(SchemaNode node, SchemaTypes type, int count, bool isMaximum)
    {
        if (type != SchemaTypes.Array || node.Arrays is not { } rules)
        {
            return;
        }
        if (isMaximum && count > rules.MaxItems)
        {
            Add($"array is too long: must have at most {rules.MaxItems} elements but instance has {count} elements");
        }
        if (!isMaximum && count < rules.MinItems)
        {
            Add($"array is too short: must have at least {rules.MinItems} elements but instance has {count} elements");
        }
    }

    private void AddStringBounds(SchemaNode node, SchemaTypes type, JsonPart value, bool isMaximum)
    {
        if (type != SchemaTypes.String || node.Strings is not { } rules)
        {
            return;
        }
        var text = value.Text;
        var length = StringText.CountCodePoints(Encoding.UTF8.GetBytes(text));
        var shown = ErrorText.Cut(text);
        if (isMaximum && length > rules.MaxLength)
        {
            Add($"string \"{shown}\" is too long (length: {length}, maximum allowed: {rules.MaxLength})");
        }
        if (!isMaximum && length < rules.MinLength)
        {
            Add($"string \"{shown}\" is too short (length: {length}, required minimum: {rules.MinLength})");
        }
    }

    private void AddObjectBounds(
        SchemaNode node, SchemaTypes type, List<KeyValuePair<string, JsonPart>> members, bool isMaximum)
    {
        if (type != SchemaTypes.Object || node.Objects is not { } rules)
        {
            return;
        }
        if (isMaximum && members.Count > rules.MaxProperties)
        {
            Add($"object has too many properties (found {members.Count} but schema requires at most "
                + $"{rules.MaxProperties})");
        }
        var distinct = members.DistinctBy(static member => member.Key, StringComparer.Ordinal).Count();
        if (!isMaximum && distinct < rules.MinProperties)
        {
            Add($"object has too few properties (found {distinct} but schema requires at least "
                + $"{rules.MinProperties})");
        }
    }

    private void AddMaximum(NumberRules? rules, JsonPart value)
    {
        if (rules?.Maximum is not { } bound)
        {
            return;
        }
        var side = bound.Compare(value.Utf8.Span, null);
        if (side > 0)
        {
            Add("numeric instance is greater than the required maximum "
                + $"(maximum: {Shown(bound.Text)}, found: {ErrorText.Of(value)})");
        }
        else if (side == 0 && bound.IsExclusive)
        {
            Add($"numeric instance is not strictly lower than the required maximum {Shown(bound.Text)}");
        }
    }

    private void AddMinimum(NumberRules? rules, JsonPart value)
    {
        if (rules?.Minimum is not { } bound)
        {
            return;
        }
        var side = bound.Compare(value.Utf8.Span, null);
        if (side < 0)
        {
            Add("numeric instance is lower than the required minimum "
                + $"(minimum: {Shown(bound.Text)}, found: {ErrorText.Of(value)})");
        }
        else if (side == 0 && bound.IsExclusive)
        {
            Add($"numeric instance is not strictly greater than the required minimum {Shown(bound.Text)}");
        }
    }

    private void AddDivisor(NumberRules? rules, JsonPart value)
    {
        if (rules?.MultipleOf is { } divisor && !divisor.Divides(value.Utf8.Span, null))
        {
            Add($"remainder of division is not zero ({ErrorText.Of(value)} / {Shown(rules.DivisorText)})");
        }
    }

    private static string Shown(string literal) => ErrorText.Number(Encoding.ASCII.GetBytes(literal));
}
