using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Compression;

/// <summary>The codings that the gateway can apply to an answer (sheet §8.4).</summary>
internal enum ContentCoding
{
    Identity = 0,
    Gzip = 1,

    /// <summary>The zlib format, as RFC 9110 §8.4.1.2 defines the name.</summary>
    Deflate = 2,
}

/// <summary>Reads <c>Accept-Encoding</c> as RFC 9110 §12.5.3 says: a list with weights, and <c>*</c>.</summary>
internal static class AcceptEncoding
{
    /// <summary>
    /// The coding for an answer. Only the codings of the highest weight count: when the gateway knows none of them it
    /// does not compress (sheet §8.4), and gzip comes before deflate.
    /// </summary>
    public static ContentCoding Choose(StringValues header)
    {
        var gzip = -1.0;
        var deflate = -1.0;
        var other = -1.0; // identity, and codings that the gateway does not know
        var star = -1.0;
        foreach (var line in header)
        {
            var rest = line.AsSpan();
            while (TryTake(ref rest, out var coding, out var weight))
            {
                if (Is(coding, "gzip") || Is(coding, "x-gzip"))
                {
                    gzip = Math.Max(gzip, weight);
                }
                else if (Is(coding, "deflate"))
                {
                    deflate = Math.Max(deflate, weight);
                }
                else if (Is(coding, "*"))
                {
                    star = Math.Max(star, weight);
                }
                else
                {
                    other = Math.Max(other, weight);
                }
            }
        }

        // The asterisk stands for whatever is not named.
        gzip = gzip < 0 ? star : gzip;
        deflate = deflate < 0 ? star : deflate;
        var best = Math.Max(Math.Max(gzip, deflate), other);
        return best <= 0 ? ContentCoding.Identity
            : gzip >= best ? ContentCoding.Gzip
            : deflate >= best ? ContentCoding.Deflate
            : ContentCoding.Identity;
    }

    /// <summary>
    /// Whether a client takes this coding. One that says nothing is taken to want none: few that cannot decode say so.
    /// </summary>
    public static bool Admits(StringValues header, string wanted)
    {
        var named = -1.0;
        var star = -1.0;
        foreach (var line in header)
        {
            var rest = line.AsSpan();
            while (TryTake(ref rest, out var coding, out var weight))
            {
                if (coding.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                {
                    named = Math.Max(named, weight);
                }
                else if (Is(coding, "*"))
                {
                    star = Math.Max(star, weight);
                }
            }
        }

        return Is(wanted, "identity") || (named < 0 ? star : named) > 0;
    }

    /// <summary>Takes the next coding with its weight; what is malformed is passed over.</summary>
    private static bool TryTake(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> coding, out double weight)
    {
        while (!rest.IsEmpty)
        {
            var comma = rest.IndexOf(',');
            var element = comma < 0 ? rest : rest[..comma];
            rest = comma < 0 ? default : rest[(comma + 1)..];
            var semicolon = element.IndexOf(';');
            coding = (semicolon < 0 ? element : element[..semicolon]).Trim();
            if (coding.IsEmpty)
            {
                continue;
            }

            if (semicolon < 0)
            {
                weight = 1;
                return true;
            }

            if (TryReadWeight(element[(semicolon + 1)..], out weight))
            {
                return true;
            }
        }

        coding = default;
        weight = 0;
        return false;
    }

    /// <summary><c>q=</c> and a number from 0 to 1 with at most three decimals (RFC 9110 §12.4.2).</summary>
    private static bool TryReadWeight(ReadOnlySpan<char> parameter, out double weight)
    {
        weight = 0;
        parameter = parameter.Trim();
        return parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(
                parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight)
            && weight is >= 0 and <= 1;
    }

    private static bool Is(ReadOnlySpan<char> coding, string name) =>
        coding.Equals(name, StringComparison.OrdinalIgnoreCase);
}
