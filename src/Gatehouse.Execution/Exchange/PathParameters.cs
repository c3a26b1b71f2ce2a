using Gatehouse.Execution.Routing;

namespace Gatehouse.Execution.Exchange;

/// <summary>The values of a path's parameters, decoded once (sheet §1.3), in the order of the template.</summary>
internal readonly struct PathParameters
{
    private readonly string[]? _values;
    private readonly string?[]? _raw; // only of values that the client encoded

    public PathParameters(string[] names, ReadOnlySpan<char> path, in RouteCaptures captures)
    {
        Names = names;
        if (captures.Count == 0)
        {
            return;
        }

        _values = new string[captures.Count];
        for (var i = 0; i < _values.Length; i++)
        {
            var capture = captures[i];
            var raw = path.Slice(capture.Start, capture.Length);
            _values[i] = PercentEncoding.Decode(raw, isPlusSpace: false);
            if (raw.Contains('%'))
            {
                (_raw ??= new string?[captures.Count])[i] = raw.ToString();
            }
        }
    }

    public string[] Names { get; }

    public int Count => _values?.Length ?? 0;

    public string ValueAt(int index) => _values![index];

    public string? Find(string name)
    {
        var index = IndexOf(name);
        return index < 0 ? null : _values![index];
    }

    /// <summary>
    /// The value as it goes into a backend's path: what the client encoded stays encoded, so that an encoded slash
    /// stays inside its segment (security sheet §11.9), and a decoded percent sign is <c>%25</c> again (sheet §1.3).
    /// </summary>
    public string? FindForPath(string name)
    {
        var index = IndexOf(name);
        return index < 0 ? null
            : _raw?[index] is { } raw ? PercentEncoding.EncodeRawPath(raw)
            : PercentEncoding.EncodePath(_values![index]);
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Names[i].Equals(name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
