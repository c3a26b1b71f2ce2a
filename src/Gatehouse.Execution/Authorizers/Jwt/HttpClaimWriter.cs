using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>
/// Claims as HTTP APIs show them (http-api §7.4): texts as they are, numbers and booleans as text without an exponent,
/// lists as <c>[a b]</c>, objects as <c>map[k:v]</c> (unconfirmed), and none for null.
/// </summary>
internal static class HttpClaimWriter
{
    public static ClaimTexts Write(TokenClaims claims)
    {
        var entries = new List<KeyValuePair<string, string>>();
        foreach (var member in claims.Members)
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                var text = new StringBuilder();
                Append(text, member.Value);
                entries.Add(new(member.Name, text.ToString()));
            }
        }

        return new ClaimTexts([.. entries]);
    }

    /// <summary>Without an exponent where that is possible: <c>1.612061676e9</c> is <c>1612061676</c>.</summary>
    public static string NumberText(JsonElement number)
    {
        var raw = number.GetRawText();
        return raw.AsSpan().IndexOfAny('e', 'E') >= 0 && number.TryGetDecimal(out var value)
            ? value.ToString("0.############################", CultureInfo.InvariantCulture)
            : raw;
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(value.GetString());
                break;
            case JsonValueKind.Number:
                text.Append(NumberText(value));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                text.Append(value.ValueKind == JsonValueKind.True ? "true" : "false");
                break;
            case JsonValueKind.Array:
                AppendList(text, value);
                break;
            case JsonValueKind.Object:
                AppendMap(text, value);
                break;
            default:
                text.Append("<nil>"); // as the service's own language prints it
                break;
        }
    }

    private static void AppendList(StringBuilder text, JsonElement list)
    {
        text.Append('[');
        var isFirst = true;
        foreach (var item in list.EnumerateArray())
        {
            if (!isFirst)
            {
                text.Append(' ');
            }

            isFirst = false;
            Append(text, item);
        }

        text.Append(']');
    }

    private static void AppendMap(StringBuilder text, JsonElement map)
    {
        text.Append("map[");
        var isFirst = true;
        foreach (var member in map.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
        {
            if (!isFirst)
            {
                text.Append(' ');
            }

            isFirst = false;
            text.Append(member.Name).Append(':');
            Append(text, member.Value);
        }

        text.Append(']');
    }
}
