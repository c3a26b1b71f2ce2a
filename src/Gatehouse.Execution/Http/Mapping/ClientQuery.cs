using Gatehouse.Execution.Exchange;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Mapping;

/// <summary>The client's query as pairs, decoded: an ampersand separates, a semicolon is data (http-api §6.4).</summary>
internal readonly struct ClientQuery
{
    private readonly List<KeyValuePair<string, string>> _pairs;

    private ClientQuery(List<KeyValuePair<string, string>> pairs) => _pairs = pairs;

    public List<KeyValuePair<string, string>> Pairs => _pairs;

    public static ClientQuery Of(HttpApiRequest request) => Parse(request.RawQuery);

    /// <param name="query">Without the question mark.</param>
    public static ClientQuery Parse(ReadOnlySpan<char> query)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        while (!query.IsEmpty)
        {
            var end = query.IndexOf('&');
            var pair = end < 0 ? query : query[..end];
            query = end < 0 ? default : query[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equal = pair.IndexOf('=');
            pairs.Add(new(
                PercentEncoding.Decode(equal < 0 ? pair : pair[..equal], isPlusSpace: true),
                equal < 0 ? string.Empty : PercentEncoding.Decode(pair[(equal + 1)..], isPlusSpace: true)));
        }

        return new ClientQuery(pairs);
    }

    public StringValues FindAll(string name)
    {
        var values = StringValues.Empty;
        foreach (var (key, value) in _pairs)
        {
            if (key.Equals(name, StringComparison.Ordinal))
            {
                values = StringValues.Concat(values, value);
            }
        }

        return values;
    }
}
