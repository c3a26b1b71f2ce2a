namespace Gatehouse.Services.OpenApi.Text;

/// <summary>Where each value of a document stands in its text.</summary>
/// <remarks>A tree, not a table by pointer: below one long key, a million pointers would each repeat it.</remarks>
internal sealed class SourceMap
{
    public SourcePlace Root { get; } = new(new SourcePosition(1, 1));

    /// <summary>The value's position (a member's is its key's), or that of the nearest value around it.</summary>
    /// <param name="pointer">RFC 6901.</param>
    public SourcePosition Find(string pointer)
    {
        var place = Root;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            if (place.Find(Name(step)) is not { } child)
            {
                break;
            }

            place = child;
        }

        return place.Position;
    }

    /// <summary>One step of an RFC 6901 pointer.</summary>
    public static string Step(string pointer, string name) =>
        pointer + "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The name that a step stands for.</summary>
    public static string Name(string step) =>
        step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}

/// <summary>The place of one value, and of those inside it.</summary>
internal sealed class SourcePlace(SourcePosition position)
{
    private Dictionary<string, SourcePlace>? _children;

    public SourcePosition Position { get; } = position;

    public SourcePlace? Find(string name) => _children?.GetValueOrDefault(name);

    public SourcePlace Add(string name, SourcePosition at)
    {
        _children ??= new Dictionary<string, SourcePlace>(StringComparer.Ordinal);
        return _children[name] = new SourcePlace(at);
    }
}

/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
internal readonly record struct SourcePosition(int Line, int Column);

/// <summary>The text is neither JSON nor YAML, or beyond the bounds.</summary>
internal sealed class DocumentTextException(SourcePosition position, string message) : Exception(message)
{
    public SourcePosition Position { get; } = position;
}
