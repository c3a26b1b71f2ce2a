using System.Text;

namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>
/// The shapes of single tokens. Each method returns the length of the longest match at the start, or 0.
/// </summary>
internal static class VtlPatterns
{
    public static readonly (TokenKind Kind, string Spelling)[] Operators =
    [
        (TokenKind.Minus, "-"), (TokenKind.Plus, "+"), (TokenKind.Multiply, "*"), (TokenKind.Divide, "/"),
        (TokenKind.Modulus, "%"), (TokenKind.And, "&&"), (TokenKind.And, "and"), (TokenKind.Or, "||"),
        (TokenKind.Or, "or"), (TokenKind.Less, "<"), (TokenKind.Less, "lt"), (TokenKind.LessOrEqual, "<="),
        (TokenKind.LessOrEqual, "le"), (TokenKind.Greater, ">"), (TokenKind.Greater, "gt"),
        (TokenKind.GreaterOrEqual, ">="), (TokenKind.GreaterOrEqual, "ge"), (TokenKind.Equal, "=="),
        (TokenKind.Equal, "eq"), (TokenKind.NotEqual, "!="), (TokenKind.NotEqual, "ne"), (TokenKind.Not, "!"),
        (TokenKind.Not, "not"), (TokenKind.Assign, "="),
    ];

    /// <summary>Everything that is not <c>$</c>, <c>#</c> or a backslash.</summary>
    public static int Text(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny('$', '#', '\\');
        return end < 0 ? rest.Length : end;
    }

    /// <summary><c>$</c> or <c>$!</c>, with backslashes before either part.</summary>
    public static int Dollar(ReadOnlySpan<char> rest)
    {
        var dollar = Backslashes(rest);
        if (dollar >= rest.Length || rest[dollar] != '$')
        {
            return 0;
        }
        var bang = dollar + 1 + Backslashes(rest[(dollar + 1)..]);
        return bang < rest.Length && rest[bang] == '!' ? bang + 1 : dollar + 1;
    }

    /// <summary>An odd number of backslashes before <c>#word</c> or <c>#{word}</c>.</summary>
    public static int EscapedDirective(ReadOnlySpan<char> rest)
    {
        var hash = Backslashes(rest);
        if (hash % 2 == 0 || hash >= rest.Length || rest[hash] != '#')
        {
            return 0;
        }
        var name = rest[(hash + 1)..];
        var length = Math.Max(Word(name), BracedWord(name));
        return length > 0 ? hash + 1 + length : 0;
    }

    /// <summary><c>#set(</c> or <c>#{set}(</c> with the white space that it swallows.</summary>
    public static int SetDirective(ReadOnlySpan<char> rest)
    {
        var at = Spaces(rest);
        if (rest[at..].StartsWith("#set"))
        {
            at += 4;
        }
        else if (rest[at..].StartsWith("#{set}"))
        {
            at += 6;
        }
        else
        {
            return 0;
        }
        while (at < rest.Length && rest[at] == ' ')
        {
            at++;
        }
        return at < rest.Length && rest[at] == '(' ? at + 1 : 0;
    }

    /// <summary>Text that looks like a reference and is none: <c>$[</c>, <c>$![</c>, <c>$.</c>.</summary>
    public static int EmptyIndex(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("$[") || rest.StartsWith("$."))
        {
            return 2;
        }
        return rest.StartsWith("$![") ? 3 : rest.StartsWith("$\\![") ? 4 : 0;
    }

    /// <summary><c>)</c> with the rest of its line, if that is white space.</summary>
    public static int BracketClose(ReadOnlySpan<char> rest) =>
        rest.Length > 0 && rest[0] == ')' ? 1 + SpacesAndNewLine(rest[1..]) : 0;

    /// <summary><c>if</c> or <c>{if}</c>.</summary>
    public static int Keyword(ReadOnlySpan<char> rest, string word)
    {
        if (rest.StartsWith(word))
        {
            return word.Length;
        }
        var isBraced = rest.Length >= word.Length + 2 && rest[0] == '{' && rest[1..].StartsWith(word)
            && rest[word.Length + 1] == '}';
        return isBraced ? word.Length + 2 : 0;
    }

    /// <summary><c>end</c> or <c>else</c>, braced or not, with the rest of its line, if that is white space.</summary>
    public static int BlockWord(ReadOnlySpan<char> rest, string word)
    {
        var length = Keyword(rest, word);
        return length > 0 ? length + SpacesAndNewLine(rest[length..]) : 0;
    }

    public static int NewLine(ReadOnlySpan<char> rest) =>
        rest.StartsWith("\r\n") ? 2 : rest.Length > 0 && rest[0] is '\r' or '\n' ? 1 : 0;

    /// <summary>
    /// Quoted text. A doubled quote stands for one. As the longest match is taken, a doubled quote that begins the text
    /// (<c>""</c>) is the empty text unless a further quote closes a longer one.
    /// </summary>
    public static int StringLiteral(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] is not ('"' or '\''))
        {
            return 0;
        }
        var quote = rest[0];
        var longest = 0;
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] != quote)
            {
                continue;
            }
            longest = i + 1;
            if (i + 1 >= rest.Length || rest[i + 1] != quote)
            {
                break;
            }
            i++;
        }
        return longest;
    }

    /// <summary>Digits, with a minus before them, and with the <c>..</c> of a range after them.</summary>
    public static int Integer(ReadOnlySpan<char> rest)
    {
        var start = rest.Length > 0 && rest[0] == '-' ? 1 : 0;
        var digits = Digits(rest[start..]);
        if (digits == 0)
        {
            return 0;
        }
        var end = start + digits;
        return rest[end..].StartsWith("..") ? end + 2 : end;
    }

    public static int Float(ReadOnlySpan<char> rest)
    {
        var start = rest.Length > 0 && rest[0] == '-' ? 1 : 0;
        var whole = Digits(rest[start..]);
        var at = start + whole;
        var hasPoint = at < rest.Length && rest[at] == '.';
        var fraction = hasPoint ? Digits(rest[(at + 1)..]) : 0;
        if (whole + fraction == 0)
        {
            return 0;
        }
        if (hasPoint)
        {
            at += 1 + fraction;
        }
        var exponent = Exponent(rest[at..]);
        return hasPoint || exponent > 0 ? at + exponent : 0;
    }

    public static int Word(ReadOnlySpan<char> rest)
    {
        if (rest.Length == 0 || !(char.IsAsciiLetter(rest[0]) || rest[0] is '_' or '@'))
        {
            return 0;
        }
        return 1 + WordCharacters(rest[1..]);
    }

    public static int BracedWord(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 3 || rest[0] != '{' || !(char.IsAsciiLetter(rest[1]) || rest[1] == '_'))
        {
            return 0;
        }
        var end = 2 + WordCharacters(rest[2..]);
        return end < rest.Length && rest[end] == '}' ? end + 1 : 0;
    }

    public static int Identifier(ReadOnlySpan<char> rest)
    {
        if (rest.Length == 0 || !(char.IsAsciiLetter(rest[0]) || rest[0] == '_'))
        {
            return 0;
        }
        var at = 1;
        while (at < rest.Length && (char.IsAsciiLetterOrDigit(rest[at]) || rest[at] is '-' or '_'))
        {
            at++;
        }
        return at;
    }

    /// <summary>Of a match that turned out to begin nothing, the characters that are text and would be lost.</summary>
    public static string SignificantCharacters(string image)
    {
        var text = new StringBuilder();
        for (var i = 0; i < image.Length; i++)
        {
            if (image[i] is '#' or '$')
            {
                text.Append(image[i]);
            }
            else if (image[i] == '\\')
            {
                var end = i;
                while (end < image.Length && image[end] == '\\')
                {
                    end++;
                }
                if (end < image.Length && image[end] == '$')
                {
                    text.Append(image, i, end + 1 - i);
                    i = end + 1;
                }
            }
        }
        return text.ToString();
    }

    private static int WordCharacters(ReadOnlySpan<char> rest)
    {
        var at = 0;
        while (at < rest.Length && (char.IsAsciiLetterOrDigit(rest[at]) || rest[at] is '_' or '@'))
        {
            at++;
        }
        return at;
    }

    private static int Exponent(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] is not ('e' or 'E'))
        {
            return 0;
        }
        var start = rest[1] is '+' or '-' ? 2 : 1;
        var digits = Digits(rest[start..]);
        return digits > 0 ? start + digits : 0;
    }

    private static int Digits(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? rest.Length : end;
    }

    private static int Backslashes(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExcept('\\');
        return end < 0 ? rest.Length : end;
    }

    private static int Spaces(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExcept(' ', '\t');
        return end < 0 ? rest.Length : end;
    }

    private static int SpacesAndNewLine(ReadOnlySpan<char> rest)
    {
        var spaces = Spaces(rest);
        var newLine = NewLine(rest[spaces..]);
        return newLine > 0 ? spaces + newLine : 0;
    }
}
