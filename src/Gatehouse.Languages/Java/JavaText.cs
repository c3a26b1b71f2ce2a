using System.Text;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Java;

/// <summary>Values as <c>String.valueOf</c> shows them.</summary>
public static class JavaText
{
    /// <summary>
    /// A map prints as <c>{a=1, b=[{"c":5}]}</c>, a list from JSON as JSON text, a list made by the template as
    /// <c>[1, b]</c> (rest-execution §6.3).
    /// </summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        char c => c.ToString(),
        JsonList { Form: ListForm.Json } list => JsonText.WriteWebSafe(list),
        JsonList or JsonMap => Compose(value),
        _ when JavaNumber.IsNumber(value) => JavaNumber.Format(value),
        _ => value.ToString() ?? "null",
    };

    private static string Compose(object value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        if (depth > JsonLimits.MaxDepth || text.Length > JsonLimits.MaxTextLength)
        {
            throw new JsonLimitException("A value is too deep or too large to be printed.");
        }
        switch (value)
        {
            case JsonMap map:
                AppendMap(text, map, depth);
                break;
            case JsonList { Form: ListForm.Array }:
                // Java prints the type and an address that differs in every run; the address is left out.
                text.Append("[Ljava.lang.String;@0");
                break;
            case JsonList { Form: not ListForm.Json } list:
                AppendList(text, list, depth);
                break;
            default:
                text.Append(Of(value));
                break;
        }
    }

    private static void AppendMap(StringBuilder text, JsonMap map, int depth)
    {
        text.Append('{');
        for (var i = 0; i < map.Count; i++)
        {
            var entry = map.EntryAt(i);
            text.Append(i == 0 ? string.Empty : ", ");
            AppendMember(text, map, entry.Key, depth, "(this Map)");
            text.Append('=');
            AppendMember(text, map, entry.Value, depth, "(this Map)");
        }
        text.Append('}');
    }

    private static void AppendList(StringBuilder text, JsonList list, int depth)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            text.Append(i == 0 ? string.Empty : ", ");
            AppendMember(text, list, list[i], depth, "(this Collection)");
        }
        text.Append(']');
    }

    private static void AppendMember(StringBuilder text, object owner, object? member, int depth, string self)
    {
        if (ReferenceEquals(owner, member))
        {
            text.Append(self);
            return;
        }
        Append(text, member, depth + 1);
    }
}
