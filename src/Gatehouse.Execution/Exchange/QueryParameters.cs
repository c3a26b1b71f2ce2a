using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Exchange;

/// <summary>The query string's pairs in order of arrival, decoded once (sheet §1.3).</summary>
internal sealed class QueryParameters
{
    public static readonly QueryParameters Empty = new([]);

    private readonly List<KeyValuePair<string, string>> _pairs;

    private QueryParameters(List<KeyValuePair<string, string>> pairs) => _pairs = pairs;

    public List<KeyValuePair<string, string>> Pairs => _pairs;

    /// <param name="query">Without the question mark.</param>
    public static QueryParameters Parse(ReadOnlySpan<char> query)
    {
        if (query.IsEmpty)
        {
            return Empty;
        }

        var pairs = new List<KeyValuePair<string, string>>();
        while (!query.IsEmpty)
        {
            // A semicolon separates too: "data being split" (sheet §1.3).
            var end = query.IndexOfAny('&', ';');
            var pair = end < 0 ? query : query[..end];
            query = end < 0 ? default : query[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equal = pair.IndexOf('=');
            pairs.Add(equal < 0
                ? new(PercentEncoding.Decode(pair, isPlusSpace: true), string.Empty)
                : new(
                    PercentEncoding.Decode(pair[..equal], isPlusSpace: true),
                    PercentEncoding.Decode(pair[(equal + 1)..], isPlusSpace: true)));
        }

        return new QueryParameters(pairs);
    }

    /// <summary>The last value wins in the single-value view (the guide's example).</summary>
    public string? FindLast(string name)
    {
        for (var i = _pairs.Count - 1; i >= 0; i--)
        {
            if (_pairs[i].Key.Equals(name, StringComparison.Ordinal))
            {
                return _pairs[i].Value;
            }
        }

        return null;
    }

    public StringValues FindAll(string name)
    {
        var values = StringValues.Empty;
        foreach (var pair in _pairs)
        {
            if (pair.Key.Equals(name, StringComparison.Ordinal))
            {
                values = StringValues.Concat(values, pair.Value);
            }
        }

        return values;
    }
}
