using System.Text;

namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>
/// Turns JSON with single-quoted or unquoted words, as json-smart's permissive mode reads it, into strict JSON.
/// </summary>
internal static class LenientJson
{
    public static string Normalise(string text)
    {
        var strict = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\'' or '"')
            {
                i = CopyQuoted(text, i, strict);
            }
            else if (c is '[' or ']' or '{' or '}' or ',' or ':' || char.IsWhiteSpace(c))
            {
                strict.Append(c);
            }
            else
            {
                i = CopyWord(text, i, strict);
            }
        }
        return strict.ToString();
    }

    private static int CopyQuoted(string text, int open, StringBuilder strict)
    {
        var quote = text[open];
        strict.Append('"');
        var i = open + 1;
        for (; i < text.Length && text[i] != quote; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                strict.Append(text[i] == '\'' ? "'" : "\\" + text[i]);
            }
            else
            {
                strict.Append(text[i] == '"' ? "\\\"" : text[i].ToString());
            }
        }
        strict.Append('"');
        return i;
    }

    private static int CopyWord(string text, int start, StringBuilder strict)
    {
        var end = start;
        while (end < text.Length && text[end] is not ('[' or ']' or '{' or '}' or ',' or ':'))
        {
            end++;
        }
        var word = text[start..end].TrimEnd();
        var isLiteral = word is "true" or "false" or "null" || word[0] is '-' or (>= '0' and <= '9');
        strict.Append(isLiteral ? word : $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        return end - 1;
    }
}
