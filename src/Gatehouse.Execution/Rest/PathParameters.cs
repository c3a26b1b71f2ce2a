using Gatehouse.Execution.Routing;

namespace Gatehouse.Execution.Rest;

/// <summary>The values of a path's parameters, decoded once (sheet §1.3), in the order of the template.</summary>
internal readonly struct PathParameters
{
    private readonly string[]? _values;

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
            _values[i] = PercentEncoding.Decode(path.Slice(capture.Start, capture.Length), isPlusSpace: false);
        }
    }

    public string[] Names { get; }

    public int Count => _values?.Length ?? 0;

    public string ValueAt(int index) => _values![index];

    public string? Find(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Names[i].Equals(name, StringComparison.Ordinal))
            {
                return _values![i];
            }
        }

        return null;
    }
}
