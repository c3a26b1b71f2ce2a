using System.Globalization;
using System.Text;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>
/// JSON as json-smart's permissive mode reads it, which is how Jayway reads constants: single quotes, words without
/// quotes, commas too many, anything after the value.
/// </summary>
internal sealed class LenientJson
{
    // json-smart takes a character from here on for the end of a number, any other for a part of a word.
    private const char HighestPlainCharacter = '~';

    private readonly string _text;
    private int _at;
    private int _depth;

    private LenientJson(string text) => _text = text;

    public static bool TryParse(string text, out object? value)
    {
        try
        {
            value = new LenientJson(text).ReadValue(string.Empty);
            return true;
        }
        catch (FormatException)
        {
            value = null;
            return false;
        }
    }

    private bool IsAtEnd => _at >= _text.Length;

    private object? ReadValue(string stops)
    {
        SkipBlanks();
        switch (IsAtEnd ? '\0' : _text[_at])
        {
            case '\0' or ':' or '}' or ']':
                throw new FormatException("A value is missing.");
            case '[':
                return Nested(ReadList);
            case '{':
                return Nested(ReadMap);
            case '"' or '\'':
                return ReadQuoted();
            default:
                return Meaning(ReadWord(stops));
        }
    }

    private T Nested<T>(Func<T> read)
    {
        if (++_depth > JsonLimits.MaxDepth)
        {
            throw new FormatException("The constant is nested too deeply.");
        }
        _at++;
        var value = read();
        _depth--;
        return value;
    }

    private JsonList ReadList()
    {
        var list = new JsonList();
        while (true)
        {
            SkipBlanks();
            switch (IsAtEnd ? '\0' : _text[_at])
            {
                case '\0':
                    throw new FormatException("A list is not closed.");
                case ']':
                    _at++;
                    return list;
                case ',':
                    _at++;
                    break;
                default:
                    list.Add(ReadValue(",]"));
                    break;
            }
        }
    }

    private JsonMap ReadMap()
    {
        var map = new JsonMap();
        while (true)
        {
            SkipBlanks();
            switch (IsAtEnd ? '\0' : _text[_at])
            {
                case '\0' or '{' or ':' or '[' or ']':
                    throw new FormatException("An object needs a name here.");
                case '}':
                    _at++;
                    return map;
                case ',':
                    _at++;
                    break;
                default:
                    var name = _text[_at] is '"' or '\'' ? ReadQuoted() : ReadWord(":");
                    SkipBlanks();
                    if (IsAtEnd || _text[_at] != ':')
                    {
                        throw new FormatException("A name needs a value.");
                    }
                    _at++;
                    map.Put(name, ReadValue(",}"));
                    break;
            }
        }
    }

    private string ReadQuoted()
    {
        var quote = _text[_at++];
        var value = new StringBuilder();
        while (!IsAtEnd && _text[_at] != quote)
        {
            value.Append(_text[_at] == '\\' ? ReadEscape() : _text[_at++]);
        }
        _at++;
        return _at <= _text.Length ? value.ToString() : throw new FormatException("A text is not closed.");
    }

    private char ReadEscape()
    {
        if (_at + 1 >= _text.Length)
        {
            throw new FormatException("An escape is not finished.");
        }
        var c = _text[_at + 1];
        _at += 2;
        if (c == 'u' && ushort.TryParse(
            _text.AsSpan(_at, Math.Min(4, _text.Length - _at)), NumberStyles.AllowHexSpecifier, null, out var code))
        {
            _at += 4;
            return (char)code;
        }
        return c switch
        {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'b' => '\b',
            _ => c,
        };
    }

    private string ReadWord(string stops)
    {
        var start = _at;
        if (AfterNumber() is { } end && end < _text.Length && _text[end] >= HighestPlainCharacter)
        {
            _at = end;
            return _text[start..end].Trim();
        }
        while (!IsAtEnd && !stops.Contains(_text[_at], StringComparison.Ordinal))
        {
            _at++;
        }
        return _text[start.._at].Trim();
    }

    // Where the number that begins here ends, blanks after it included; null when there is none.
    private int? AfterNumber()
    {
        var end = _at + (_text[_at] == '-' ? 1 : 0);
        if (end >= _text.Length || !char.IsAsciiDigit(_text[end]))
        {
            return null;
        }
        while (end < _text.Length && (char.IsAsciiDigit(_text[end]) || _text[end] is '.' or 'e' or 'E' or ' '))
        {
            end++;
        }
        return end;
    }

    // A word that is no number and none of JSON's is a text.
    private static object? Meaning(string word)
    {
        switch (word)
        {
            case "null":
                return null;
            case "true":
                return true;
            case "false":
                return false;
            case "NaN":
                return double.NaN;
        }
        if (word.Length == 0 || word.Length > JsonLimits.MaxNumberLength || word[0] is not ('-' or (>= '0' and <= '9')))
        {
            return word;
        }
        if (word == "-")
        {
            return 0; // json-smart counts no digits as zero.
        }
        if (word[0] == '-' && !char.IsAsciiDigit(word[1]) && word[1] != '.')
        {
            return word;
        }
        if (word is [.., 'e' or 'E', '+' or '-'])
        {
            throw new FormatException("An exponent has no digits."); // Here even json-smart gives up.
        }
        var digits = word.TrimStart('-').TrimStart('0');
        digits = digits.Length == 0 || !char.IsAsciiDigit(digits[0]) ? "0" + digits : digits;
        try
        {
            return JsonReading.Parse(word[0] == '-' ? "-" + digits : digits);
        }
        catch (InvalidJsonBodyException)
        {
            // json-smart reads 1. as a number, JSON does not.
            const NumberStyles style =
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            return double.TryParse(word, style, CultureInfo.InvariantCulture, out var number) ? number : word;
        }
    }

    private void SkipBlanks()
    {
        while (!IsAtEnd && _text[_at] is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }
}
