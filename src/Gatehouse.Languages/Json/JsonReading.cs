using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Gatehouse.Languages.Java;

namespace Gatehouse.Languages.Json;

/// <summary>
/// Turns JSON text into values: <see cref="JsonMap"/>, <see cref="JsonList"/>, string, bool, null and numbers. A number
/// becomes an int, a long or a BigInteger by its size; with a fraction or an exponent a double, or a BigDecimal when it is
/// longer than a double can hold, as Jayway's default parser (json-smart) does.
/// </summary>
public static class JsonReading
{
    // json-smart keeps a number with a fraction as BigDecimal when its text is longer than this.
    private const int LongestDoubleText = 18;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = JsonLimits.MaxDepth };

    /// <summary>
    /// Reads one JSON value. Throws <see cref="InvalidJsonBodyException"/> when the text is anything else.
    /// </summary>
    public static object? Parse(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (utf8.StartsWith(byteOrderMark))
        {
            utf8 = utf8[byteOrderMark.Length..];
        }
        if (QuickJsonReader.TryParse(utf8, out var quick))
        {
            return quick;
        }
        return ParseStrictly(utf8);
    }

    /// <summary>Reads one JSON value from text.</summary>
    public static object? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The reader that decides what is JSON.</summary>
    internal static object? ParseStrictly(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        try
        {
            reader.Read();
            var value = ReadValue(ref reader);
            reader.Read(); // Anything but white space after the value makes this throw.
            return value;
        }
        catch (JsonException refused)
        {
            throw JsonFaultText.Describe(utf8, reader.BytesConsumed, refused);
        }
        catch (InvalidOperationException refused)
        {
            // Utf8JsonReader reports invalid UTF-8 and lone surrogates inside a string this way.
            throw JsonFaultText.Describe(utf8, reader.TokenStartIndex, refused);
        }
    }

    private static object? ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadMap(ref reader),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => ReadNumber(reader.ValueSpan),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private static JsonMap ReadMap(ref Utf8JsonReader reader)
    {
        var map = new JsonMap();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            map.Put(name, ReadValue(ref reader));
        }
        return map;
    }

    private static JsonList ReadList(ref Utf8JsonReader reader)
    {
        var list = new JsonList();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(ReadValue(ref reader));
        }
        return list;
    }

    private static object ReadNumber(ReadOnlySpan<byte> text)
    {
        if (text.Length > JsonLimits.MaxNumberLength)
        {
            throw new InvalidJsonBodyException(
                $"Number length ({text.Length}) exceeds the maximum length ({JsonLimits.MaxNumberLength})");
        }
        if (text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
        {
            if (text.Length > LongestDoubleText && JavaBigDecimal.TryParse(Encoding.ASCII.GetString(text), out var exact))
            {
                return exact;
            }
            return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        if (Utf8Parser.TryParse(text, out int small, out var used) && used == text.Length)
        {
            return small;
        }
        if (Utf8Parser.TryParse(text, out long large, out used) && used == text.Length)
        {
            return large;
        }
        return BigInteger.Parse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture);
    }
}
