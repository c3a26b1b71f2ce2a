using Gatehouse.Wire.Faults;

namespace Gatehouse.Wire.Protocols;

/// <summary>Reads a query as AWS's services do: percent-decoded, plus as space, order and repetition kept.</summary>
public static class QueryString
{
    public static List<KeyValuePair<string, string>> Parse(string rawQuery)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var range in rawQuery.AsSpan().TrimStart('?').Split('&'))
        {
            var pair = rawQuery.AsSpan().TrimStart('?')[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            if (pairs.Count == ProtocolLimits.QueryParameters)
            {
                throw SerializationFault.Of($"More than {ProtocolLimits.QueryParameters} query parameters.");
            }

            var equals = pair.IndexOf('=');
            pairs.Add(equals < 0
                ? new(Decode(pair), "")
                : new(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }

        return pairs;
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
