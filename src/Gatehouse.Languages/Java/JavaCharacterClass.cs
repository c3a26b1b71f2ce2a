using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Gatehouse.Languages.Java;

/// <summary>One <c>[...]</c> of a Java pattern, and the escapes that stand for a set of characters.</summary>
/// <remarks>
/// Java's predefined classes are ASCII by default, .NET's are not, so they are spelled out. A class with more in it than
/// characters, ranges and escapes is left to <see cref="JavaCharacterSet"/>.
/// </remarks>
internal sealed class JavaCharacterClass(string pattern, int start)
{
    private const string Space = @" \t\n\u000B\f\r";
    private const string Horizontal = @" \t\u00A0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000";
    private const string Vertical = @"\n\u000B\f\r\u0085\u2028\u2029";

    private readonly int _start = start;
    private int _at = start;

    /// <summary>The position after the closing bracket.</summary>
    public int End => _at;

    /// <summary>Whether the class has only characters, ranges and escapes: then it can be copied.</summary>
    public bool IsPlain()
    {
        for (var i = _start + 1; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case ']' when i > _start + 1 && !(i == _start + 2 && pattern[i - 1] == '^'):
                    return true;
                case '[':
                case '&' when i + 1 < pattern.Length && pattern[i + 1] == '&':
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] is 'D' or 'W' or 'S' or 'H' or 'V' or 'P':
                    return false;
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] == 'Q':
                    var end = pattern.IndexOf("\\E", i, StringComparison.Ordinal);
                    i = end < 0 ? pattern.Length : end + 1;
                    break;
                case '\\':
                    i++;
                    break;
            }
        }
        return true;
    }

    public string Translate()
    {
        _at++;
        var text = new StringBuilder("[");
        if (_at < pattern.Length && pattern[_at] == '^')
        {
            text.Append('^');
            _at++;
        }
        var first = true;
        while (_at < pattern.Length && (pattern[_at] != ']' || first))
        {
            AppendMember(text);
            first = false;
        }
        if (_at >= pattern.Length)
        {
            throw new JavaRegexException("Unclosed character class");
        }
        _at++;
        return text.Append(']').ToString();
    }

    /// <summary>
    /// Translates an escape that stands for a set of characters, such as <c>\d</c> or <c>\p{Punct}</c>.
    /// </summary>
    public static bool TryTranslateEscape(
        string pattern, int at, out string ranges, out bool negated, out int length)
    {
        length = 2;
        negated = false;
        ranges = string.Empty;
        switch (pattern[at + 1])
        {
            case 'd' or 'D':
                ranges = "0-9";
                break;
            case 'w' or 'W':
                ranges = "a-zA-Z_0-9";
                break;
            case 's' or 'S':
                ranges = Space;
                break;
            case 'h' or 'H':
                ranges = Horizontal;
                break;
            case 'v' or 'V':
                ranges = Vertical;
                break;
            case 'p' or 'P':
                return TryTranslateProperty(pattern, at, out ranges, out negated, out length);
            default:
                return false;
        }
        negated = char.IsAsciiLetterUpper(pattern[at + 1]);
        return true;
    }

    private static bool TryTranslateProperty(
        string pattern, int at, out string ranges, out bool negated, out int length)
    {
        negated = pattern[at + 1] == 'P';
        length = 3;
        string name;
        if (at + 2 < pattern.Length && pattern[at + 2] == '{')
        {
            var close = pattern.IndexOf('}', at);
            if (close < 0)
            {
                throw new JavaRegexException("Unclosed character family");
            }
            name = pattern[(at + 3)..close];
            length = close + 1 - at;
        }
        else if (at + 2 < pattern.Length)
        {
            name = pattern[at + 2].ToString();
        }
        else
        {
            throw new JavaRegexException("Unknown character property name {}");
        }
        ranges = PropertyRanges(name);
        return true;
    }

    private static string PropertyRanges(string name) => name switch
    {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "ASCII" => @"\u0000-\u007F",
        "Alpha" => "a-zA-Z",
        "Digit" => "0-9",
        "Alnum" => "a-zA-Z0-9",
        "Punct" => @"!-/:-@\[-`{-~",
        "Graph" => "!-~",
        "Print" => " -~",
        "Blank" => @" \t",
        "Cntrl" => @"\u0000-\u001F\u007F",
        "XDigit" => "0-9a-fA-F",
        "Space" => Space,
        "javaLowerCase" or "IsLowercase" => @"\p{Ll}",
        "javaUpperCase" or "IsUppercase" => @"\p{Lu}",
        "IsAlphabetic" => @"\p{L}\p{Nl}",
        "IsLetter" => @"\p{L}",
        "IsDigit" => @"\p{Nd}",
        "IsPunctuation" => @"\p{P}",
        "IsWhite_Space" => @"\s",
        "IsLatin" => @"a-zA-Z\u00AA\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02B8",
        _ when name.Length <= 2 => $"\\p{{{name}}}",
        _ when name.StartsWith("Is", StringComparison.Ordinal) && name.Length <= 4 => $"\\p{{{name[2..]}}}",
        _ when name.StartsWith("In", StringComparison.Ordinal) => $"\\p{{Is{name[2..]}}}",
        _ => throw new JavaRegexException($"Unknown character property name {{{name}}}"),
    };

    private void AppendMember(StringBuilder text)
    {
        if (pattern[_at] == '\\' && _at + 1 < pattern.Length)
        {
            AppendEscape(text);
            return;
        }
        text.Append(pattern[_at]);
        _at++;
    }

    private void AppendEscape(StringBuilder text)
    {
        if (pattern[_at + 1] == 'Q')
        {
            var end = pattern.IndexOf("\\E", _at + 2, StringComparison.Ordinal);
            foreach (var quoted in pattern.AsSpan(_at + 2, (end < 0 ? pattern.Length : end) - _at - 2))
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)quoted:X4}");
            }
            _at = end < 0 ? pattern.Length : end + 2;
            return;
        }
        if (!TryTranslateEscape(pattern, _at, out var ranges, out var negated, out var length))
        {
            _at++;
            text.Append(CultureInfo.InvariantCulture, $"\\u{(int)JavaEscape.Read(pattern, ref _at):X4}");
            return;
        }
        Debug.Assert(!negated, "A class with a negated part is computed as a set.");
        text.Append(ranges);
        _at += length;
    }
}
