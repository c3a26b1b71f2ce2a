using System.Globalization;

namespace Gatehouse.Languages.Java;

/// <summary>Escapes of a pattern that stand for one character.</summary>
internal static class JavaEscape
{
    /// <summary>Reads the escape whose backslash stands before <paramref name="at"/>.</summary>
    public static char Read(string pattern, ref int at)
    {
        if (at >= pattern.Length)
        {
            throw new JavaRegexException("Unexpected internal error: the pattern ends with '\\'");
        }
        var c = pattern[at++];
        switch (c)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            case 'a':
                return '\a';
            case 'e':
                return '\u001B';
            case 'x':
                return ReadHex(pattern, ref at, 2);
            case 'u':
                return ReadHex(pattern, ref at, 4);
            case '0':
                return ReadOctal(pattern, ref at);
            case 'c' when at < pattern.Length:
                return (char)(pattern[at++] ^ 0x40);
            default:
                return char.IsAsciiLetterOrDigit(c)
                    ? throw new JavaRegexException($"Illegal/unsupported escape sequence: \\{c}")
                    : c;
        }
    }

    private static char ReadHex(string pattern, ref int at, int digits)
    {
        if (at + digits > pattern.Length || !ushort.TryParse(
            pattern.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw new JavaRegexException("Illegal hexadecimal escape sequence");
        }
        at += digits;
        return (char)value;
    }

    private static char ReadOctal(string pattern, ref int at)
    {
        var value = 0;
        var first = at;
        while (at < pattern.Length && at - first < 3 && pattern[at] is >= '0' and <= '7')
        {
            var next = (value * 8) + pattern[at] - '0';
            if (next > 255)
            {
                break;
            }
            value = next;
            at++;
        }
        return at > first ? (char)value : throw new JavaRegexException("Illegal octal escape sequence");
    }
}
