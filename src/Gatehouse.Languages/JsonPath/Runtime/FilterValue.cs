using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath.Syntax;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>A value as a filter sees it.</summary>
internal readonly struct FilterValue
{
    // Reading this much text as a path or as JSON is worth a visit.
    private const int CharactersPerVisit = 4;

    /// <summary>Stands for a constant array or object that is not JSON.</summary>
    public static readonly JsonMap BrokenConstant = new();

    // What a constant is written as in the path; null for a value of the document.
    private readonly string? _source;

    private FilterValue(FilterValueKind kind, object? value, string? source = null)
    {
        Kind = kind;
        Value = value;
        _source = source;
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
            double number when !double.IsFinite(number) =>
                throw new JsonPathEvaluationException("java.lang.NumberFormatException: Infinite or NaN"),
            _ => FilterValueKind.Number,
        },
        value);

    /// <summary>A number, an array or an object that is written in the path.</summary>
    public static FilterValue OfConstant(object value, string source) => new(Of(value).Kind, value, source);

    /// <summary>
    /// An element of a list that operators such as <c>in</c> look through. Jayway refuses lists and objects there, takes
    /// a text that reads as a path or as JSON for one, and resolves escapes in all others.
    /// </summary>
    public static FilterValue OfElement(object? value, PathEvaluation evaluation)
    {
        if (value is JsonMap or JsonList)
        {
            throw new JsonPathEvaluationException("Could not determine value type");
        }
        if (value is not string text)
        {
            return Of(value);
        }
        var trimmed = text.AsSpan().Trim();
        if (trimmed is ['$' or '@' or '[' or '{', ..])
        {
            evaluation.Visit(trimmed.Length / CharactersPerVisit);
        }
        if (trimmed is ['$' or '@', ..] && PathText.IsPath(trimmed.ToString()))
        {
            return new FilterValue(FilterValueKind.Path, text);
        }
        if (trimmed is ['[', .., ']'] or ['{', .., '}'] && LenientJson.TryParse(trimmed.ToString(), out var parsed))
        {
            return new FilterValue(FilterValueKind.Container, parsed, text);
        }
        return new FilterValue(FilterValueKind.Text, PathText.Unquote(text));
    }

    /// <summary>
    /// Jayway's loose equality: a number on the left reads a text on the right as a number, a text on the left reads a
    /// number on the right as text. Undefined equals nothing, itself included.
    /// </summary>
    public bool LooselyEquals(FilterValue other) => Kind switch
    {
        // The text of a constant stands against the value on the right, and never equals it.
        FilterValueKind.Container when other.Kind == FilterValueKind.Container =>
            Equals(_source is null ? Value : _source, other.Readable().Value),
        _ => EqualsElement(other),
    };

    /// <summary>As <see cref="LooselyEquals"/>, with an element made by <see cref="OfElement"/>.</summary>
    public bool EqualsElement(FilterValue other) => Kind switch
    {
        FilterValueKind.Undefined or FilterValueKind.Pattern or FilterValueKind.Path => false,
        FilterValueKind.Null => other.Kind == FilterValueKind.Null,
        FilterValueKind.Number when other.Kind == FilterValueKind.Number =>
            JsonNumber.Compare(Value!, other.Value!) == 0,
        FilterValueKind.Number when other.Kind == FilterValueKind.Text =>
            JsonNumber.TryParse(other.Text, out var read) && JsonNumber.Compare(Value!, read) == 0,
        FilterValueKind.Text when other.Kind == FilterValueKind.Number =>
            string.Equals(Text, other.NumberText(), StringComparison.Ordinal),
        FilterValueKind.Container when other.Kind == FilterValueKind.Container && _source is not null =>
            string.Equals(_source, other._source, StringComparison.Ordinal),
        FilterValueKind.Container when other._source is not null => false,
        _ => Kind == other.Kind && Equals(Value, other.Value),
    };

    /// <summary>This value, unless it is a constant that cannot be read.</summary>
    public FilterValue Readable() => ReferenceEquals(Value, BrokenConstant)
        ? throw new JsonPathEvaluationException($"The constant {_source} is not JSON.")
        : this;

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

    /// <summary>The text of a number, as a BigDecimal made of it prints.</summary>
    public string NumberText() => JavaBigDecimal.TextOf(_source ?? JavaText.Of(Value));
}
