using System.Globalization;
using System.Text;

namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>Quoted text in a path.</summary>
internal static class PathText
{
    /// <summary>Whether a text of the document reads as a path.</summary>
    public static bool IsPath(string text)
    {
        try
        {
            PathParser.Parse(text, JsonPathLimits.MaxNesting / 2);
            return true;
        }
        catch (JsonPathSyntaxException)
        {
            return false;
        }
    }

    /// <summary>A text of the document as lists in filters hold it: without quotes, escapes resolved.</summary>
    public static string Unquote(string text)
    {
        var inner = text is ['\'', .., '\''] or ['"', .., '"'] ? text[1..^1] : text;
        try
        {
            return Unescape(new PathCursor(inner, 0, inner.Length), inner, 0);
        }
        catch (JsonPathSyntaxException invalid)
        {
            throw new JsonPathEvaluationException(invalid.Problem, invalid);
        }
    }

    /// <summary>Resolves escapes: those of JSON and <c>\'</c>; any other escaped character is itself.</summary>
    public static string Unescape(PathCursor cursor, string text, int at)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }
            i++;
            if (text[i] != 'u')
            {
                plain.Append(Escaped(text[i]));
                continue;
            }
            if (i + 4 >= text.Length)
            {
                // Jayway waits for four digits and writes nothing when they do not come.
                break;
            }
            if (!ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, null, out var code))
            {
                throw cursor.Fault("Unable to parse unicode value", at);
            }
            plain.Append((char)code);
            i += 4;
        }
        return plain.ToString();
    }

    private static char Escaped(char c) => c switch
    {
        'r' => '\r',
        'f' => '\f',
        't' => '\t',
        'n' => '\n',
        'b' => '\b',
        _ => c,
    };
}
