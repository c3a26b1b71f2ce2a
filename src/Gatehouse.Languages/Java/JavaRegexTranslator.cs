using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gatehouse.Languages.Java;

/// <summary>
/// Rewrites a pattern of <c>java.util.regex</c> for .NET: ASCII-only <c>\d \w \s</c>, <c>\h \R \Q..\E</c>, POSIX
/// classes, possessive quantifiers, and Java's notion of a line end for the dot.
/// </summary>
internal sealed class JavaRegexTranslator
{
    private const string NotLineEnd = @"[^\n\r\u0085\u2028\u2029]";

    private static readonly SearchValues<char> BoundCharacters = SearchValues.Create("0123456789,");

    private readonly string _pattern;
    private readonly StringBuilder _text = new();
    private readonly Stack<(int Start, RegexOptions Options)> _groups = new();
    private RegexOptions _options;
    private int _at;
    private int _atomStart;

    private JavaRegexTranslator(string pattern, RegexOptions options)
    {
        _pattern = pattern;
        _options = options;
    }

    public static string Translate(string pattern, RegexOptions options) =>
        new JavaRegexTranslator(pattern, options).Translate();

    private string Translate()
    {
        while (_at < _pattern.Length)
        {
            TranslateNext();
        }
        return _text.ToString();
    }

    private void TranslateNext()
    {
        var c = _pattern[_at];
        switch (c)
        {
            case '\\':
                _atomStart = _text.Length;
                TranslateEscape();
                break;
            case '[':
                _atomStart = _text.Length;
                TranslateClass();
                break;
            case '.':
                _atomStart = _text.Length;
                _text.Append(_options.HasFlag(RegexOptions.Singleline) ? @"[\s\S]" : NotLineEnd);
                _at++;
                break;
            case '(':
                _groups.Push((_text.Length, _options));
                _text.Append(c);
                _at++;
                CopyGroupOptions();
                break;
            case ')':
                (_atomStart, _options) = _groups.Count > 0 ? _groups.Pop() : (_text.Length, _options);
                _text.Append(c);
                _at++;
                break;
            case '*' or '+' or '?':
                _at++;
                CopyQuantifier(c.ToString());
                break;
            case '{' when BoundedQuantifier() is { } bounds:
                _at += bounds.Length;
                CopyQuantifier(bounds);
                break;
            case '{':
                throw new JavaRegexException("Illegal repetition");
            default:
                _atomStart = _text.Length;
                _text.Append(c);
                _at++;
                break;
        }
    }

    private void CopyGroupOptions()
    {
        // Java's flags d, u and U have no meaning here; the others are spelled alike. Named groups are spelled alike
        // too.
        if (_at + 1 >= _pattern.Length || _pattern[_at] != '?' || !IsFlagOrMinus(_pattern[_at + 1]))
        {
            return;
        }
        var end = _at + 1;
        while (end < _pattern.Length && IsFlagOrMinus(_pattern[end]))
        {
            end++;
        }
        _text.Append('?');
        var isOff = false;
        foreach (var flag in _pattern.AsSpan(_at + 1, end - _at - 1))
        {
            isOff |= flag == '-';
            var option = OptionOf(flag);
            _options = isOff ? _options & ~option : _options | option;
            if (flag is not ('d' or 'u' or 'U'))
            {
                _text.Append(flag);
            }
        }
        _at = end;
        if (_at < _pattern.Length && _pattern[_at] == ')')
        {
            // Flags without a group of their own hold to the end of the group around them.
            _text.Append(')');
            _at++;
            _groups.Pop();
        }
    }

    private static RegexOptions OptionOf(char flag) => flag switch
    {
        'i' => RegexOptions.IgnoreCase,
        's' => RegexOptions.Singleline,
        'x' => RegexOptions.IgnorePatternWhitespace,
        'm' => RegexOptions.Multiline,
        _ => RegexOptions.None,
    };

    private void TranslateClass()
    {
        var plain = new JavaCharacterClass(_pattern, _at);
        if (plain.IsPlain())
        {
            _text.Append(plain.Translate());
            _at = plain.End;
            return;
        }
        var set = new JavaCharacterSet(
            _pattern,
            _at,
            _options.HasFlag(RegexOptions.IgnoreCase),
            _options.HasFlag(RegexOptions.IgnorePatternWhitespace));
        _text.Append(set.Translate());
        _at = set.End;
    }

    private static bool IsFlagOrMinus(char c) => char.IsAsciiLetter(c) || c == '-';

    private string? BoundedQuantifier()
    {
        var close = _pattern.IndexOf('}', _at);
        if (close < 0)
        {
            return null;
        }
        var bounds = _pattern.AsSpan(_at + 1, close - _at - 1);
        return bounds.Length > 0 && char.IsAsciiDigit(bounds[0]) && !bounds.ContainsAnyExcept(BoundCharacters)
            ? _pattern[_at..(close + 1)]
            : null;
    }

    private void CopyQuantifier(string quantifier)
    {
        _text.Append(quantifier);
        if (_at >= _pattern.Length)
        {
            return;
        }
        if (_pattern[_at] == '?')
        {
            _text.Append('?');
            _at++;
        }
        else if (_pattern[_at] == '+')
        {
            // A possessive quantifier is the greedy one inside an atomic group.
            _text.Insert(_atomStart, "(?>").Append(')');
            _at++;
        }
    }

    private void TranslateEscape()
    {
        if (_at + 1 >= _pattern.Length)
        {
            throw new JavaRegexException("Unexpected internal error: the pattern ends with '\\'");
        }
        var c = _pattern[_at + 1];
        if (c == 'Q')
        {
            var end = _pattern.IndexOf("\\E", _at + 2, StringComparison.Ordinal);
            var quoted = end < 0 ? _pattern[(_at + 2)..] : _pattern[(_at + 2)..end];
            // Not Regex.Escape: a quantifier that follows applies to the last character alone, and so it does here.
            _text.Append(Regex.Escape(quoted));
            _at = end < 0 ? _pattern.Length : end + 2;
            return;
        }
        if (JavaCharacterClass.TryTranslateEscape(_pattern, _at, out var ranges, out var negated, out var length))
        {
            _text.Append(CultureInfo.InvariantCulture, $"[{(negated ? "^" : "")}{ranges}]");
            _at += length;
            return;
        }
        if (c == 'R')
        {
            _text.Append(@"(?:\r\n|[\n\u000B\f\r\u0085\u2028\u2029])");
            _at += 2;
            return;
        }
        if (c == 'k')
        {
            _text.Append(@"\k");
            _at += 2;
            return;
        }
        if (c is >= '1' and <= '9' && c - '0' > CountGroups())
        {
            // Java lets such a reference match nothing; .NET refuses it.
            _text.Append("(?!)");
            _at += 2;
            return;
        }
        if (c is 'b' or 'B' or 'A' or 'Z' or 'z' or 'G' or (>= '1' and <= '9'))
        {
            _text.Append('\\').Append(c);
            _at += 2;
            return;
        }
        _at++;
        _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)JavaEscape.Read(_pattern, ref _at):X4}");
    }

    private int CountGroups()
    {
        var count = 0;
        for (var i = 0; i < _pattern.Length; i++)
        {
            switch (_pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '(' when i + 1 >= _pattern.Length || _pattern[i + 1] != '?':
                case '(' when i + 3 < _pattern.Length && _pattern[i + 2] == '<' && char.IsAsciiLetter(_pattern[i + 3]):
                    count++;
                    break;
            }
        }
        return count;
    }
}
