using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>Values as the fge validator prints them in its messages: Jackson's compact JSON, Java's decimals.</summary>
internal static class ErrorText
{
    public static string Of(JsonPart value)
    {
        var text = new StringBuilder();
        var reader = value.Open();
        Append(text, ref reader);
        return text.Length <= SchemaLimits.ShownValueLength ? text.ToString() : Cut(text.ToString());
    }

    /// <summary>What is too long for a log line loses its end.</summary>
    public static string Cut(string text) => text.Length <= SchemaLimits.ShownValueLength
        ? text
        : string.Concat(text.AsSpan(0, SchemaLimits.ShownValueLength), "...");

    public static string Names(IEnumerable<string> names)
    {
        var text = new StringBuilder("[");
        foreach (var name in names)
        {
            if (text.Length > SchemaLimits.ShownValueLength)
            {
                text.Append(",...");
                break;
            }
            text.Append(text.Length > 1 ? "," : string.Empty);
            AppendQuoted(text, Cut(name));
        }
        return text.Append(']').ToString();
    }

    public static string Types(SchemaTypes types) => Names(
        Enum.GetValues<SchemaTypes>()
            .Where(type => type is not (SchemaTypes.None or SchemaTypes.Any) && (types & type) != SchemaTypes.None)
            .Select(Name));

    public static string Name(SchemaTypes type) => type switch
    {
        SchemaTypes.Array => "array",
        SchemaTypes.Boolean => "boolean",
        SchemaTypes.Integer => "integer",
        SchemaTypes.Null => "null",
        SchemaTypes.Number => "number",
        SchemaTypes.Object => "object",
        _ => "string",
    };

    /// <summary>Integers as written; decimals as BigDecimal prints them without trailing zeros.</summary>
    public static string Number(ReadOnlySpan<byte> literal)
    {
        if (literal.Length > SchemaLimits.ShownValueLength || literal.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            return Cut(Encoding.ASCII.GetString(literal));
        }
        var number = new NumberText(literal);
        if (number.IsZero)
        {
            return "0";
        }
        var digits = new StringBuilder();
        for (var i = 0; i < number.DigitCount; i++)
        {
            digits.Append((char)('0' + number[i]));
        }
        return (number.IsNegative ? "-" : string.Empty) + Layout(digits.ToString(), number.Point);
    }

    // BigDecimal.toString: plain while the scale is not negative and the exponent at least -6, else scientific.
    private static string Layout(string digits, long point)
    {
        var exponent = point - 1;
        if (digits.Length >= point && exponent >= -6)
        {
            return point <= 0 ? "0." + new string('0', (int)-point) + digits
                : point == digits.Length ? digits
                : digits.Insert((int)point, ".");
        }
        var mantissa = digits.Length == 1 ? digits : digits.Insert(1, ".");
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}E{(exponent >= 0 ? "+" : "")}{exponent}");
    }

    private static void Append(StringBuilder text, ref Utf8JsonReader reader)
    {
        var isFirst = true;
        do
        {
            if (text.Length > SchemaLimits.ShownValueLength)
            {
                return;
            }
            var isEnd = reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
            text.Append(isFirst || isEnd ? string.Empty : ",");
            isFirst = false;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    AppendQuoted(text, JsonPart.TextOf(ref reader));
                    text.Append(':');
                    isFirst = true;
                    break;
                case JsonTokenType.String:
                    AppendQuoted(text, JsonPart.TextOf(ref reader));
                    break;
                case JsonTokenType.Number:
                    text.Append(Number(reader.ValueSpan));
                    break;
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    text.Append((char)reader.ValueSpan[0]);
                    isFirst = true;
                    break;
                default:
                    text.Append(Encoding.ASCII.GetString(reader.ValueSpan));
                    break;
            }
        }
        while (reader.Read());
    }

    private static void AppendQuoted(StringBuilder text, string content)
    {
        text.Append('"');
        foreach (var c in content)
        {
            if (c is '"' or '\\' or < ' ')
            {
                JsonText.AppendEscape(text, c);
            }
            else
            {
                text.Append(c);
            }
        }
        text.Append('"');
    }
}
