using System.Buffers;

namespace Gatehouse.Wire.SigV4;

/// <summary>The header lines of the canonical request (security §1.3).</summary>
internal static class CanonicalHeaders
{
    private static readonly SearchValues<char> WhiteSpace = SearchValues.Create(" \t\r\n");

    /// <param name="output">Where to.</param>
    /// <param name="headers">Lines in order of arrival.</param>
    /// <param name="signedHeaders">Names in the order of <c>SignedHeaders</c>, separated by semicolons.</param>
    public static void Write(
        ref PooledUtf8 output, IReadOnlyList<KeyValuePair<string, string>> headers, ReadOnlySpan<char> signedHeaders)
    {
        foreach (var range in signedHeaders.Split(';'))
        {
            var name = signedHeaders[range];
            output.Append(name);
            output.Append((byte)':');
            var isFirst = true;
            for (var i = 0; i < headers.Count; i++)
            {
                if (!name.Equals(headers[i].Key, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (!isFirst)
                {
                    output.Append((byte)',');
                }

                isFirst = false;
                AppendCollapsed(ref output, headers[i].Value);
            }

            // A signed name without a header has an empty value: the signature then simply does not match (security
            // §1.4).
            output.Append((byte)'\n');
        }
    }

    /// <summary>Trimmed, and each run of white space one space, inside quotes too.</summary>
    private static void AppendCollapsed(ref PooledUtf8 output, ReadOnlySpan<char> value)
    {
        var isFirst = true;
        while (true)
        {
            var start = value.IndexOfAnyExcept(WhiteSpace);
            if (start < 0)
            {
                return;
            }

            if (!isFirst)
            {
                output.Append((byte)' ');
            }

            isFirst = false;
            value = value[start..];
            var end = value.IndexOfAny(WhiteSpace);
            output.Append(end < 0 ? value : value[..end]);
            if (end < 0)
            {
                return;
            }

            value = value[end..];
        }
    }
}
