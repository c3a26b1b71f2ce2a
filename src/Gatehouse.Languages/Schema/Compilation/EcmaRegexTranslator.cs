using System.Globalization;
using System.Text;

namespace Gatehouse.Languages.Schema.Compilation;

/// <summary>Spells a pattern of ECMA 262 (without its u flag) as .NET understands it.</summary>
/// <remarks>
/// ECMA's classes are ASCII but for white space, its dot knows four line ends, its <c>$</c> is the very end, an escaped
/// letter without a meaning is that letter, and its brackets neither nest nor subtract. A back-reference to a group
/// that took no part fails here and matches the empty string there.
/// </remarks>
internal sealed partial class EcmaRegexTranslator
{
    private const string Boundary = "(?:(?<=[a-zA-Z0-9_])(?![a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?=[a-zA-Z0-9_]))";
    private const string NoBoundary = "(?:(?<=[a-zA-Z0-9_])(?=[a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?![a-zA-Z0-9_]))";

    private readonly string _pattern;
    private readonly int _groups;
    private readonly StringBuilder _text = new();
    private int _at;

    private EcmaRegexTranslator(string pattern)
    {
        _pattern = pattern;
        _groups = CountGroups(pattern);
    }

    /// <returns><see langword="null"/> when ECMA has no such pattern.</returns>
    public static string? TryTranslate(string pattern)
    {
        var translator = new EcmaRegexTranslator(pattern);
        return translator.TranslateAll() ? translator._text.ToString() : null;
    }

    private bool TranslateAll()
    {
        while (_at < _pattern.Length)
        {
            var c = _pattern[_at];
            switch (c)
            {
                case '\\':
                    if (!TranslateEscape())
                    {
                        return false;
                    }
                    break;
                case '[':
                    if (!TranslateClass())
                    {
                        return false;
                    }
                    break;
                case '(' when _at + 1 < _pattern.Length && _pattern[_at + 1] == '?' && !IsKnownGroup():
                    return false;
                case '.':
                    Emit(@"[^\n\r\u2028\u2029]", 1);
                    break;
                case '$':
                    Emit(@"\z", 1);
                    break;
                case ']' or '}':
                    Emit("\\" + c, 1);
                    break;
                case '{':
                    var length = QuantifierLength();
                    Emit(length == 0 ? @"\{" : _pattern.Substring(_at, length), Math.Max(1, length));
                    break;
                default:
                    Emit(c.ToString(), 1);
                    break;
            }
        }
        return true;
    }

    private void Emit(string text, int taken)
    {
        _text.Append(text);
        _at += taken;
    }

    private bool IsKnownGroup()
    {
        var rest = _pattern.AsSpan(_at + 2);
        return rest.StartsWith(":") || rest.StartsWith("=") || rest.StartsWith("!")
            || (rest.Length > 1 && rest[0] == '<' && (rest[1] is '=' or '!' or '_' || char.IsLetter(rest[1])));
    }

    /// <summary>The length of <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>, or zero: the brace stands for itself.</summary>
    private int QuantifierLength()
    {
        var close = _pattern.IndexOf('}', _at);
        if (close < 0)
        {
            return 0;
        }
        var bounds = _pattern.AsSpan(_at + 1, close - _at - 1);
        var comma = bounds.IndexOf(',');
        var first = comma < 0 ? bounds : bounds[..comma];
        var second = comma < 0 ? default : bounds[(comma + 1)..];
        return !first.IsEmpty && !first.ContainsAnyExceptInRange('0', '9') && !second.ContainsAnyExceptInRange('0', '9')
            ? close + 1 - _at
            : 0;
    }

    private bool TranslateEscape()
    {
        if (_at + 1 >= _pattern.Length)
        {
            return false;
        }
        var c = _pattern[_at + 1];
        if (SetOf(c) is { } set)
        {
            Emit($"[{set}]", 2);
        }
        else if (c is 'b' or 'B')
        {
            Emit(c == 'b' ? Boundary : NoBoundary, 2);
        }
        else if (c is >= '1' and <= '9' && c - '0' <= _groups)
        {
            EmitBackReference();
        }
        else if (c == 'k' && _at + 2 < _pattern.Length && _pattern[_at + 2] == '<')
        {
            Emit(@"\k", 2);
        }
        else
        {
            EmitCharacter();
        }
        return true;
    }

    private void EmitBackReference()
    {
        var number = 0;
        var end = _at + 1;
        while (end < _pattern.Length && char.IsAsciiDigit(_pattern[end])
            && (number * 10) + _pattern[end] - '0' <= _groups)
        {
            number = (number * 10) + _pattern[end++] - '0';
        }
        Emit(string.Create(CultureInfo.InvariantCulture, $"(?:\\{number})"), end - _at);
    }

    /// <summary>An escape that stands for one character, in a class or outside.</summary>
    private void EmitCharacter()
    {
        var (unit, length) = ReadCharacter();
        Emit(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}"), length);
    }

    private (char Unit, int Length) ReadCharacter()
    {
        var c = _pattern[_at + 1];
        switch (c)
        {
            case 't':
                return ('\t', 2);
            case 'n':
                return ('\n', 2);
            case 'v':
                return ('\v', 2);
            case 'f':
                return ('\f', 2);
            case 'r':
                return ('\r', 2);
            case 'b':
                return ('\b', 2); // in a class only
            case 'c' when _at + 2 < _pattern.Length && char.IsAsciiLetter(_pattern[_at + 2]):
                return ((char)(_pattern[_at + 2] & 31), 3);
            case 'c':
                return ('\\', 1); // the backslash stands for itself, and the c follows
            case 'x' when Hex(2) is { } value:
                return (value, 4);
            case 'u' when Hex(4) is { } value:
                return (value, 6);
            case >= '0' and <= '7':
                return ReadOctal();
            default:
                return (c, 2);
        }
    }

    private (char Unit, int Length) ReadOctal()
    {
        var value = 0;
        var end = _at + 1;
        while (end < _pattern.Length && end < _at + 4 && _pattern[end] is >= '0' and <= '7'
            && (value * 8) + _pattern[end] - '0' <= 255)
        {
            value = (value * 8) + _pattern[end++] - '0';
        }
        return ((char)value, end - _at);
    }

    private char? Hex(int digits)
    {
        var from = _at + 2;
        return from + digits <= _pattern.Length && ushort.TryParse(
            _pattern.AsSpan(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? (char)value
            : null;
    }

    private static int CountGroups(string pattern)
    {
        var count = 0;
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass:
                    var rest = pattern.AsSpan(i + 1);
                    var isNamed = rest.StartsWith("?<") && !rest.StartsWith("?<=") && !rest.StartsWith("?<!");
                    count += rest.StartsWith("?") && !isNamed ? 0 : 1;
                    break;
                default:
                    break;
            }
        }
        return count;
    }
}
