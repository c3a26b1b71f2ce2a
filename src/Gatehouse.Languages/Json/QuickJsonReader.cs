using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gatehouse.Languages.Json;

/// <summary>
/// Reads the JSON that nearly all bodies are, in one pass and without a tokenizer in between. Whatever is unusual
/// makes it give up: <see cref="JsonReading"/> then reads the same text by the strict reader, which decides and words
/// the fault. It accepts nothing that the strict reader refuses, and makes the same values of it.
/// </summary>
internal ref partial struct QuickJsonReader
{
    private readonly ReadOnlySpan<byte> _utf8;
    private int _at;

    private QuickJsonReader(ReadOnlySpan<byte> utf8) => _utf8 = utf8;

    /// <returns><see langword="false"/>: the strict reader has to look.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out object? value)
    {
        var reader = new QuickJsonReader(utf8);
        try
        {
            return reader.TryReadValue(reader.NextToken(), 1, out value) && reader.NextToken() < 0;
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            // An escape sequence that is none; the strict reader says where.
            value = null;
            return false;
        }
    }

    /// <summary>The first byte of the next token, or -1 at the end. The position stays on it.</summary>
    private int NextToken()
    {
        while (_at < _utf8.Length)
        {
            var b = _utf8[_at];
            if (b > ' ')
            {
                return b;
            }

            if (b is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return 0;
            }

            _at++;
        }

        return -1;
    }

    private bool TryReadValue(int first, int depth, out object? value)
    {
        switch (first)
        {
            case '"':
                value = ReadString();
                return value is not null;
            case '{':
                value = null;
                return depth < JsonLimits.MaxDepth && TryReadMap(depth, out value);
            case '[':
                value = null;
                return depth < JsonLimits.MaxDepth && TryReadList(depth, out value);
            case 't':
                value = BoxedValues.True;
                return TryReadWord("true"u8);
            case 'f':
                value = BoxedValues.False;
                return TryReadWord("false"u8);
            case 'n':
                value = null;
                return TryReadWord("null"u8);
            default:
                value = null;
                return first is '-' or (>= '0' and <= '9') && TryReadNumber(out value);
        }
    }

    private bool TryReadMap(int depth, out object? value)
    {
        _at++;
        var map = new JsonMap();
        value = map;
        var next = NextToken();
        if (next == '}')
        {
            _at++;
            return true;
        }

        while (next == '"' && ReadName() is { } name)
        {
            if (NextToken() != ':')
            {
                return false;
            }

            _at++;
            if (!TryReadValue(NextToken(), depth + 1, out var member))
            {
                return false;
            }

            map.Put(name, member);
            next = NextToken();
            _at++;
            if (next != ',')
            {
                return next == '}';
            }

            next = NextToken();
        }

        return false;
    }

    private bool TryReadList(int depth, out object? value)
    {
        _at++;
        var list = new JsonList();
        value = list;
        var next = NextToken();
        if (next == ']')
        {
            _at++;
            return true;
        }

        while (TryReadValue(next, depth + 1, out var element))
        {
            list.Add(element);
            next = NextToken();
            _at++;
            if (next != ',')
            {
                return next == ']';
            }

            next = NextToken();
        }

        return false;
    }

    private bool TryReadWord(ReadOnlySpan<byte> word)
    {
        var matches = _utf8[_at..].StartsWith(word);
        _at += word.Length;
        return matches;
    }

    private string? ReadName()
    {
        var length = PlainLength();
        if (length < 0)
        {
            return ReadString();
        }

        var text = _utf8.Slice(_at + 1, length);
        _at += length + 2;
        return KnownNames.Find(text) ?? Encoding.Latin1.GetString(text);
    }

    private string? ReadString()
    {
        var length = PlainLength();
        if (length >= 0)
        {
            var text = _utf8.Slice(_at + 1, length);
            _at += length + 2;
            return Encoding.Latin1.GetString(text);
        }

        return ReadUnusualString();
    }

    /// <summary>
    /// The length of the string that begins here when it is printable ASCII without escapes; otherwise -1.
    /// </summary>
    private readonly int PlainLength()
    {
        var rest = _utf8[(_at + 1)..];
        for (var i = 0; i < rest.Length; i++)
        {
            var b = rest[i];
            if (b == '"')
            {
                return i;
            }

            if (b is < (byte)' ' or (byte)'\\' or >= 0x80)
            {
                return -1;
            }
        }

        return -1;
    }

    private string? ReadUnusualString()
    {
        var start = _at + 1;
        var isEscaped = false;
        for (var i = start; i < _utf8.Length; i++)
        {
            switch (_utf8[i])
            {
                case (byte)'"':
                    _at = i + 1;
                    return isEscaped ? Unescape(_utf8[(start - 1)..(i + 1)]) : Decode(_utf8[start..i]);
                case (byte)'\\':
                    isEscaped = true;
                    i++;
                    break;
                case < (byte)' ':
                    return null;
            }
        }

        return null;
    }

    private static string? Decode(ReadOnlySpan<byte> text) =>
        Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : null;

    private static string? Unescape(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }
}
