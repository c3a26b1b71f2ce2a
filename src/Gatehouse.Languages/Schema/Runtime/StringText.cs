using System.Buffers;
using System.Text;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>The content of JSON strings as UTF-8, escapes undone.</summary>
internal static class StringText
{
    /// <summary>Strings up to this many bytes are unescaped on the stack.</summary>
    public const int StackBytes = 256;

    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    /// <summary>
    /// The content of a string or name as it stands between its quotation marks. Written to <paramref name="stack"/>,
    /// or to a rented array that the caller gives back.
    /// </summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> raw, Span<byte> stack, out byte[]? rented)
    {
        rented = null;
        if (raw.Length > stack.Length)
        {
            rented = ArrayPool<byte>.Shared.Rent(raw.Length);
            stack = rented;
        }
        return stack[..Unescape(raw, stack)];
    }

    public static void Return(byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Unicode code points, which is what draft 4 measures strings in.</summary>
    public static int CountCodePoints(ReadOnlySpan<byte> utf8)
    {
        if (Ascii.IsValid(utf8))
        {
            return utf8.Length;
        }
        var count = 0;
        foreach (var unit in utf8)
        {
            if ((unit & 0xC0) != 0x80)
            {
                count++;
            }
        }
        return count;
    }

    /// <summary>
    /// Undoes escapes. The escaped form is never the shorter one. Half of a surrogate pair becomes U+FFFD: it has no
    /// form in UTF-8, and it counts as one character as it does in Java.
    /// </summary>
    private static int Unescape(ReadOnlySpan<byte> raw, Span<byte> content)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0)
            {
                raw.CopyTo(content[written..]);
                return written + raw.Length;
            }
            raw[..plain].CopyTo(content[written..]);
            written += plain;
            if (raw[plain + 1] == 'u')
            {
                raw = raw[plain..];
                written += UnescapeUnicode(ref raw, content[written..]);
                continue;
            }
            content[written++] = raw[plain + 1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var itself => itself,
            };
            raw = raw[(plain + 2)..];
        }
        return written;
    }

    private static int UnescapeUnicode(ref ReadOnlySpan<byte> raw, Span<byte> content)
    {
        const int length = 6; // \uXXXX
        var unit = Unit(raw);
        raw = raw[length..];
        if (char.IsHighSurrogate(unit) && raw.Length >= length && raw[0] == '\\' && raw[1] == 'u'
            && char.IsLowSurrogate(Unit(raw)))
        {
            var pair = new Rune(unit, Unit(raw));
            raw = raw[length..];
            return pair.EncodeToUtf8(content);
        }
        if (Rune.TryCreate(unit, out var rune))
        {
            return rune.EncodeToUtf8(content);
        }
        Replacement.CopyTo(content);
        return Replacement.Length;
    }

    // The reader has already made sure that four hex digits follow.
    private static char Unit(ReadOnlySpan<byte> escape)
    {
        var value = 0;
        foreach (var digit in escape[2..6])
        {
            value = (value << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return (char)value;
    }
}
