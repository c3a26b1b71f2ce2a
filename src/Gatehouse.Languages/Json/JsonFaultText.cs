using System.Globalization;
using System.Text;

namespace Gatehouse.Languages.Json;

/// <summary>
/// Says what is wrong with a body in the manner of Jackson, the parser whose words AWS's 400 carries
/// (rest-execution §6.3; the exact detail is unconfirmed, so it is kept in this one place).
/// </summary>
internal static class JsonFaultText
{
    public static InvalidJsonBodyException Describe(ReadOnlySpan<byte> utf8, long position, Exception cause)
    {
        var at = (int)Math.Clamp(position, 0, utf8.Length);
        while (at < utf8.Length && utf8[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }
        var before = utf8[..at];
        var line = before.Count((byte)'\n') + 1;
        var column = at - (before.LastIndexOf((byte)'\n') + 1) + 1;
        var place = string.Create(
            CultureInfo.InvariantCulture, $"\n at [Source: UNKNOWN; line: {line}, column: {column}]");
        if (at >= utf8.Length)
        {
            return new InvalidJsonBodyException($"Unexpected end-of-input{place}", cause);
        }
        if (char.IsAsciiLetter((char)utf8[at]))
        {
            var word = Word(utf8[at..]);
            return new InvalidJsonBodyException(
                $"Unrecognized token '{word}': was expecting ('true', 'false' or 'null'){place}", cause);
        }
        Rune.DecodeFromUtf8(utf8[at..], out var rune, out _);
        return new InvalidJsonBodyException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Unexpected character ('{rune}' (code {rune.Value})): expected a valid value " +
                $"(number, String, array, object, 'true', 'false' or 'null'){place}"),
            cause);
    }

    private static string Word(ReadOnlySpan<byte> utf8)
    {
        // Jackson stops quoting a token after 256 characters.
        const int longest = 256;
        var length = 0;
        while (length < utf8.Length && length < longest && char.IsAsciiLetterOrDigit((char)utf8[length]))
        {
            length++;
        }
        return Encoding.ASCII.GetString(utf8[..length]);
    }
}
