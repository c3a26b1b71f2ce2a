using System.Buffers;
using System.Text;

namespace Gatehouse.Execution.Exchange;

/// <summary>Percent-encoding of paths and queries (RFC 3986 §2.1), as the gateway reads and writes it.</summary>
internal static class PercentEncoding
{
    // Unreserved and sub-delims, ":" and "@": what may stand in a path segment (RFC 3986 §3.3).
    private const string PathSafe =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";

    private const string QuerySafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private const int StackBytes = 256;

    private static readonly SearchValues<char> PathSafeChars = SearchValues.Create(PathSafe);
    private static readonly SearchValues<char> RawPathChars = SearchValues.Create(PathSafe + "%");
    private static readonly SearchValues<char> QuerySafeChars = SearchValues.Create(QuerySafe);

    /// <returns><see langword="false"/> when a percent sign is not followed by two hex digits.</returns>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%'))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return false;
            }

            text = text[(at + 3)..];
        }

        return true;
    }

    /// <summary>Writes the bytes of a well-formed ASCII text; the result is never longer than the text.</summary>
    public static int DecodeAscii(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%')
            {
                bytes[count++] = (byte)((HexValue(text[at + 1]) << 4) | HexValue(text[at + 2]));
                at += 2;
            }
            else
            {
                bytes[count++] = (byte)text[at];
            }
        }

        return count;
    }

    /// <summary>Decodes once; bytes that are no UTF-8 become replacement characters.</summary>
    public static string Decode(ReadOnlySpan<char> text, bool isPlusSpace)
    {
        if (text.IndexOf('%') < 0 && (!isPlusSpace || text.IndexOf('+') < 0))
        {
            return text.ToString();
        }

        var maxBytes = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var bytes = maxBytes <= StackBytes
            ? stackalloc byte[StackBytes]
            : rented = ArrayPool<byte>.Shared.Rent(maxBytes);
        var count = 0;
        while (!text.IsEmpty)
        {
            var special = isPlusSpace ? text.IndexOfAny('%', '+') : text.IndexOf('%');
            var plain = special < 0 ? text : text[..special];
            count += Encoding.UTF8.GetBytes(plain, bytes[count..]);
            text = text[plain.Length..];
            if (text.IsEmpty)
            {
                break;
            }

            var isEscape = text.Length > 2 && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]);
            bytes[count++] = text[0] == '+' ? (byte)' '
                : isEscape ? (byte)((HexValue(text[1]) << 4) | HexValue(text[2]))
                : (byte)'%'; // a stray percent sign stands for itself
            text = text[(text[0] == '%' && isEscape ? 3 : 1)..];
        }

        var decoded = Encoding.UTF8.GetString(bytes[..count]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return decoded;
    }

    /// <summary>
    /// For a value placed in a backend's path: slashes stay, a percent sign becomes <c>%25</c> (sheet §1.3).
    /// </summary>
    public static string EncodePath(string value) => Encode(value, PathSafeChars);

    /// <summary>
    /// For a piece of a client's own path on its way to a backend: what it encoded stays encoded, so that an encoded
    /// slash never becomes a separator (security sheet §11.9); what could not stand in a path is encoded.
    /// </summary>
    public static string EncodeRawPath(string raw) => Encode(raw, RawPathChars);

    /// <summary>For a value that must stay one segment of a backend's path, whoever chose it.</summary>
    public static string EncodeSegment(string value) => Encode(value, QuerySafeChars);

    /// <summary>
    /// For a name or value placed in a backend's query; a space is <c>%20</c>, which every backend reads alike.
    /// </summary>
    public static string EncodeQuery(string value) => Encode(value, QuerySafeChars);

    private static string Encode(string value, SearchValues<char> safe)
    {
        if (value.AsSpan().IndexOfAnyExcept(safe) < 0)
        {
            return value;
        }

        var text = new StringBuilder(value.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.IsAscii && safe.Contains((char)rune.Value))
            {
                text.Append((char)rune.Value);
                continue;
            }

            var count = rune.EncodeToUtf8(utf8);
            for (var i = 0; i < count; i++)
            {
                text.Append('%').Append("0123456789ABCDEF"[utf8[i] >> 4]).Append("0123456789ABCDEF"[utf8[i] & 15]);
            }
        }

        return text.ToString();
    }

    private static int HexValue(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
