using System.Globalization;
using System.Numerics;
using System.Text;
using Gatehouse.Languages.Java;

namespace Gatehouse.Languages.Json;

/// <summary>
/// Writes values as compact JSON text in the form of json-smart, the JSON library under Jayway JsonPath: order kept,
/// numbers as Java prints them, characters of U+007F to U+009F and U+2000 to U+20FF escaped.
/// </summary>
public static class JsonText
{
    /// <summary>The text of <c>$input.json(path)</c>.</summary>
    public static string Write(object? value)
    {
        var text = new StringBuilder();
        Append(text, value, escapeSlash: false, 0);
        return text.ToString();
    }

    /// <summary>The text of a printed list: as <see cref="Write"/>, with <c>/</c> written as <c>\/</c>.</summary>
    public static string WriteWebSafe(object? value)
    {
        var text = new StringBuilder();
        Append(text, value, escapeSlash: true, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, bool escapeSlash, int depth)
    {
        if (depth > JsonLimits.MaxDepth || text.Length > JsonLimits.MaxTextLength)
        {
            throw new JsonLimitException("A value is too deep or too large to be written as JSON.");
        }
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string chars:
                AppendString(text, chars, escapeSlash);
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case int or long or BigInteger or JavaBigDecimal:
                text.Append(JavaNumber.Format(value));
                break;
            case double number:
                // JSON has no word for infinity; json-smart writes null, but NaN as it is.
                text.Append(double.IsInfinity(number) ? "null" : JavaNumber.Format(number));
                break;
            case JsonMap map:
                AppendMap(text, map, escapeSlash, depth);
                break;
            case JsonList list:
                AppendList(text, list, escapeSlash, depth);
                break;
            default:
                AppendString(text, value.ToString() ?? string.Empty, escapeSlash);
                break;
        }
    }

    private static void AppendMap(StringBuilder text, JsonMap map, bool escapeSlash, int depth)
    {
        text.Append('{');
        for (var i = 0; i < map.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }
            var entry = map.EntryAt(i);
            AppendString(text, entry.Key as string ?? JavaText.Of(entry.Key), escapeSlash);
            text.Append(':');
            Append(text, entry.Value, escapeSlash, depth + 1);
        }
        text.Append('}');
    }

    private static void AppendList(StringBuilder text, JsonList list, bool escapeSlash, int depth)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }
            Append(text, list[i], escapeSlash, depth + 1);
        }
        text.Append(']');
    }

    private static void AppendString(StringBuilder text, string value, bool escapeSlash)
    {
        text.Append('"');
        var plainFrom = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is >= ' ' and not '"' and not '\\' and < '\u007f' && (c != '/' || !escapeSlash))
            {
                continue;
            }
            if (c is > '\u009f' and (< '\u2000' or > '\u20ff'))
            {
                continue;
            }
            text.Append(value, plainFrom, i - plainFrom);
            plainFrom = i + 1;
            AppendEscape(text, c);
        }
        text.Append(value, plainFrom, value.Length - plainFrom).Append('"');
    }

    /// <summary>Writes a character that cannot stand in a JSON string as it is, as Jackson and json-smart do.</summary>
    internal static void AppendEscape(StringBuilder text, char c)
    {
        switch (c)
        {
            case '"' or '\\' or '/':
                text.Append('\\').Append(c);
                break;
            case '\b':
                text.Append("\\b");
                break;
            case '\f':
                text.Append("\\f");
                break;
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            default:
                text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                break;
        }
    }
}
