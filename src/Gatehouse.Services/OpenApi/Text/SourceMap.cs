namespace Gatehouse.Services.OpenApi.Text;

/// <summary>Where each value of a document stands in its text.</summary>
internal sealed class SourceMap
{
    private readonly Dictionary<string, SourcePosition> _positions = new(StringComparer.Ordinal);

    public void Add(string pointer, SourcePosition position) => _positions[pointer] = position;

    /// <summary>The value's position, or that of the nearest value around it.</summary>
    public SourcePosition Find(string pointer)
    {
        for (var at = pointer; ; at = at[..at.LastIndexOf('/')])
        {
            if (_positions.TryGetValue(at, out var position))
            {
                return position;
            }

            if (at.Length == 0)
            {
                return new SourcePosition(1, 1);
            }
        }
    }

    /// <summary>One step of an RFC 6901 pointer.</summary>
    public static string Step(string pointer, string name) =>
        pointer + "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}

/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct SourcePosition(int Line, int Column);

/// <summary>The text is neither JSON nor YAML.</summary>
internal sealed class DocumentTextException(SourcePosition position, string message) : Exception(message)
{
    public SourcePosition Position { get; } = position;
}
