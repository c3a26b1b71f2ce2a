using System.Globalization;
using System.Numerics;

namespace Gatehouse.Languages.Json;

/// <summary>Numbers of unlike kinds, compared and converted.</summary>
internal static class JsonNumber
{
    public static double ToDouble(object number) => number switch
    {
        int value => value,
        long value => value,
        double value => value,
        // Through its text: the conversion of BigInteger cuts digits off instead of rounding.
        BigInteger value => double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        decimal value => (double)value,
        _ => throw new ArgumentException("Not a number.", nameof(number)),
    };

    public static bool IsWhole(object number) => number is int or long or BigInteger;

    public static BigInteger ToBigInteger(object number) => number switch
    {
        int value => value,
        long value => value,
        BigInteger value => value,
        _ => throw new ArgumentException("Not a whole number.", nameof(number)),
    };

    /// <summary>Compares by value, exactly where both fit a decimal, as BigDecimal would.</summary>
    public static int Compare(object left, object right)
    {
        if (left is int l && right is int r)
        {
            return l.CompareTo(r);
        }
        if (IsWhole(left) && IsWhole(right))
        {
            return ToBigInteger(left).CompareTo(ToBigInteger(right));
        }
        if (TryToDecimal(left, out var exactLeft) && TryToDecimal(right, out var exactRight))
        {
            return exactLeft.CompareTo(exactRight);
        }
        return ToDouble(left).CompareTo(ToDouble(right));
    }

    /// <summary>Reads what <c>new BigDecimal(text)</c> reads.</summary>
    public static bool TryParse(string text, out object number)
    {
        number = 0;
        if (text.Length == 0 || text.Length > JsonLimits.MaxNumberLength)
        {
            return false;
        }
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
        {
            number = small;
            return true;
        }
        const NumberStyles style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            number = whole;
            return true;
        }
        if (double.TryParse(text, style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
        {
            number = value;
            return true;
        }
        return false;
    }

    private static bool TryToDecimal(object number, out decimal value)
    {
        value = 0;
        switch (number)
        {
            case int whole:
                value = whole;
                return true;
            case long whole:
                value = whole;
                return true;
            case decimal exact:
                value = exact;
                return true;
            case double inexact when Math.Abs(inexact) is < 1e15 and > 1e-10 or 0:
                // The shortest text of the double, not its binary expansion: new BigDecimal("0.1") is what Jayway
                // compares.
                return decimal.TryParse(
                    inexact.ToString("R", CultureInfo.InvariantCulture),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out value);
            default:
                return false;
        }
    }
}
