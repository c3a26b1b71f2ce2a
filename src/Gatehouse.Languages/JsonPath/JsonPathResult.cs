namespace Gatehouse.Languages.JsonPath;

/// <summary>What a path found: one value (which may be null), a list of matches, or nothing.</summary>
public readonly record struct JsonPathResult
{
    private JsonPathResult(JsonPathResultKind kind, object? value)
    {
        Kind = kind;
        Value = value;
    }

    public static JsonPathResult Missing => default;

    public JsonPathResultKind Kind { get; }

    /// <summary>The value, or the list of matches; null when nothing was found.</summary>
    public object? Value { get; }

    public bool IsMissing => Kind == JsonPathResultKind.Missing;

    internal static JsonPathResult Definite(object? value) => new(JsonPathResultKind.Definite, value);

    internal static JsonPathResult Indefinite(object? matches) => new(JsonPathResultKind.Indefinite, matches);
}
