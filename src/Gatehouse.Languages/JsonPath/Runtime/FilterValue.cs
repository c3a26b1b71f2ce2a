using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>A value as a filter sees it.</summary>
internal readonly struct FilterValue
{
    private FilterValue(FilterValueKind kind, object? value)
    {
        Kind = kind;
        Value = value;
    }

    public static FilterValue Undefined => default;

    public FilterValueKind Kind { get; }

    public object? Value { get; }

    public string Text => (string)Value!;

    public static FilterValue Of(object? value) => new(
        value switch
        {
            null => FilterValueKind.Null,
            bool => FilterValueKind.Bool,
            string => FilterValueKind.Text,
            JsonMap or JsonList => FilterValueKind.Container,
            JavaRegex => FilterValueKind.Pattern,
            _ => FilterValueKind.Number,
        },
        value);

    /// <summary>
    /// Jayway's loose equality: a number on the left reads a text on the right as a number, a text on the left reads a
    /// number on the right as text. Undefined equals nothing, itself included.
    /// </summary>
    public bool LooselyEquals(FilterValue other) => Kind switch
    {
        FilterValueKind.Undefined or FilterValueKind.Pattern => false,
        FilterValueKind.Null => other.Kind == FilterValueKind.Null,
        FilterValueKind.Number when other.Kind == FilterValueKind.Number =>
            JsonNumber.Compare(Value!, other.Value!) == 0,
        FilterValueKind.Number when other.Kind == FilterValueKind.Text =>
            JsonNumber.TryParse(other.Text, out var read) && JsonNumber.Compare(Value!, read) == 0,
        FilterValueKind.Text when other.Kind == FilterValueKind.Number =>
            string.Equals(Text, JavaText.Of(other.Value), StringComparison.Ordinal),
        _ => Kind == other.Kind && Equals(Value, other.Value),
    };

    /// <summary>The order of two numbers or two texts; null for anything else.</summary>
    public int? CompareTo(FilterValue other)
    {
        if (Kind == FilterValueKind.Number && other.Kind == FilterValueKind.Number)
        {
            return JsonNumber.Compare(Value!, other.Value!);
        }
        if (Kind == FilterValueKind.Text && other.Kind == FilterValueKind.Text)
        {
            return string.CompareOrdinal(Text, other.Text);
        }
        return null;
    }
}
