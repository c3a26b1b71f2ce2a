using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Wire.Protocols.RestJson;

/// <summary>Scalars as text: labels, query parameters, headers, and the numbers of a body.</summary>
internal static class ScalarText
{
    private static readonly string[] DateTimeFormats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <exception cref="ServiceFaultException">The text is no such value.</exception>
    public static JsonValue Read(Shape shape, string text) => shape.Kind switch
    {
        ShapeKind.Boolean when bool.TryParse(text, out var value) => JsonValue.Create(value),
        ShapeKind.Integer when TryWhole(text, out var value) && value is >= int.MinValue and <= int.MaxValue =>
            JsonValue.Create((int)value),
        ShapeKind.Long when TryWhole(text, out var value) => JsonValue.Create(value),
        ShapeKind.Double when TryReal(text, out var value) => JsonValue.Create(value),
        ShapeKind.Float when TryReal(text, out var value) => JsonValue.Create((float)value),
        ShapeKind.BigInteger or ShapeKind.BigDecimal when decimal.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => JsonValue.Create(value),
        ShapeKind.Timestamp when TryEpoch(text, out var value) => JsonValue.Create(value),
        ShapeKind.String or ShapeKind.Enum or ShapeKind.Blob => JsonValue.Create(text),
        _ => throw SerializationFault.NotConvertible("STRING_VALUE", TypeOf(shape)),
    };

    /// <summary>The type as AWS's parser names it, with its article.</summary>
    public static string TypeOf(Shape shape) => shape.Kind switch
    {
        ShapeKind.Integer => "an Integer",
        ShapeKind.BigInteger => "a BigInteger",
        ShapeKind.BigDecimal => "a BigDecimal",
        var kind => $"a {kind}",
    };

    /// <summary>A whole number, also when written as <c>5.0</c>; parts of numbers are refused.</summary>
    private static bool TryWhole(string text, out long value)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && decimal.Truncate(number) == number
            && number is >= long.MinValue and <= long.MaxValue)
        {
            value = (long)number;
            return true;
        }

        value = 0;
        return false;
    }

    private static bool TryReal(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>Seconds since 1970, from any of the three forms that clients send.</summary>
    private static bool TryEpoch(string text, out double value)
    {
        if (TryReal(text, out value))
        {
            return true;
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, DateTimeFormats, CultureInfo.InvariantCulture, utc, out var instant)
            || DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, utc, out instant))
        {
            value = instant.ToUnixTimeMilliseconds() / 1000.0;
            return true;
        }

        return false;
    }
}
