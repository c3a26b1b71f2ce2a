using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Exchange;

/// <summary>
/// What the mapping of a request produced for a backend that gets only what is mapped (HTTP, AWS, MOCK).
/// </summary>
internal sealed class BackendRequest
{
    public List<KeyValuePair<string, StringValues>> Headers { get; } = [];

    public List<KeyValuePair<string, StringValues>> Query { get; } = [];

    /// <summary>Values for the placeholders of the URI.</summary>
    public Dictionary<string, string> Path { get; } = new(StringComparer.Ordinal);

    /// <summary>Which of them a template set: its author's text, in which a slash separates.</summary>
    public HashSet<string>? PathOverrides { get; private set; }

    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>A template made the body, so a missing Content-Type means JSON (sheet §5.5).</summary>
    public bool IsTransformed { get; set; }

    public void OverridePath(string name, string value)
    {
        Path[name] = value;
        (PathOverrides ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
    }

    public void SetHeader(string name, StringValues value) =>
        Set(Headers, name, value, StringComparison.OrdinalIgnoreCase);

    public void SetQuery(string name, StringValues value) => Set(Query, name, value, StringComparison.Ordinal);

    public bool HasHeader(string name) => Headers.Exists(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static void Set(
        List<KeyValuePair<string, StringValues>> entries, string name, StringValues value, StringComparison comparison)
    {
        var index = entries.FindIndex(e => e.Key.Equals(name, comparison));
        if (index < 0)
        {
            entries.Add(new(name, value));
        }
        else
        {
            entries[index] = new(name, value);
        }
    }
}
