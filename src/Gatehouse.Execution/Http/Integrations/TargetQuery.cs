using System.Buffers;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>The query of a request target.</summary>
internal static class TargetQuery
{
    private const string HexDigits = "0123456789ABCDEF";

    // What may stand in a query as it is (RFC 3986 §3.4), the percent sign of an encoding included.
    private static readonly SearchValues<char> QueryChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%");

    /// <summary>The client's query as it came, behind the URI's own; only what could not be sent is encoded.</summary>
    public static void AppendVerbatim(ref CharBuffer buffer, ReadOnlySpan<char> query, bool hasQuery)
    {
        if (query.IsEmpty)
        {
            return;
        }

        buffer.Append(hasQuery ? '&' : '?');
        for (var at = query.IndexOfAnyExcept(QueryChars); at >= 0; at = query.IndexOfAnyExcept(QueryChars))
        {
            buffer.Append(query[..at]);
            buffer.Append('%'); // visible ASCII: TargetRules let nothing else through
            buffer.Append(HexDigits[query[at] >> 4]);
            buffer.Append(HexDigits[query[at] & 0xF]);
            query = query[(at + 1)..];
        }

        buffer.Append(query);
    }

    public static void Append(ref CharBuffer buffer, List<KeyValuePair<string, string>> pairs, bool hasQuery)
    {
        foreach (var (name, value) in pairs)
        {
            buffer.Append(hasQuery ? '&' : '?');
            buffer.Append(PercentEncoding.EncodeQuery(name));
            buffer.Append('=');
            buffer.Append(PercentEncoding.EncodeQuery(value));
            hasQuery = true;
        }
    }
}
