using System.Globalization;
using System.Numerics;
using Gatehouse.Languages.Java;

namespace Gatehouse.Languages.Json;

/// <summary>Numbers of unlike kinds, compared and converted.</summary>
internal static class JsonNumber
{
    // Up to here every whole number has a double of its own.
    private const double LargestPlain = 1L << 53;

    // A double holds this many digits whatever they are.
    private const int LongestDoubleText = 15;

    public static double ToDouble(object number) => number switch
    {
        int value => value,
        long value => value,
        double value => value,
        // Through its text: the conversion of BigInteger cuts digits off instead of rounding.
        BigInteger value => double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        JavaBigDecimal value => value.ToDouble(),
        _ => throw new ArgumentException("Not a number.", nameof(number)),
    };

    /// <summary><c>Number.intValue()</c>: high bits are dropped; a double is clamped.</summary>
    public static int ToInt(object number) => number switch
    {
        int value => value,
        long value => unchecked((int)value),
        BigInteger value => unchecked((int)(uint)(value & uint.MaxValue)),
        double value => double.IsNaN(value) ? 0 : (int)Math.Clamp(value, int.MinValue, int.MaxValue),
        JavaBigDecimal value => unchecked((int)(uint)(value.ToBigInteger() & uint.MaxValue)),
        _ => 0,
    };

    public static bool IsWhole(object number) => number is int or long or BigInteger;

    public static BigInteger ToBigInteger(object number) => number switch
    {
        int value => value,
        long value => value,
        BigInteger value => value,
        _ => throw new ArgumentException("Not a whole number.", nameof(number)),
    };

    /// <summary>Compares by value, exactly, as BigDecimal does.</summary>
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
        if (IsPlain(left) && IsPlain(right))
        {
            return ToDouble(left).CompareTo(ToDouble(right));
        }
        if (TryToBigDecimal(left, out var exactLeft) && TryToBigDecimal(right, out var exactRight))
        {
            return JavaBigDecimal.Compare(exactLeft, exactRight);
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
        if (!double.TryParse(text, style, CultureInfo.InvariantCulture, out var value)
            || !JavaBigDecimal.TryParse(text, out var exact))
        {
            return false;
        }
        // What a double cannot hold stays as it is written.
        number = double.IsFinite(value) && text.Length <= LongestDoubleText ? value : exact;
        return true;
    }

    // The shortest text of a double, not its binary expansion: new BigDecimal("0.1") is what Jayway compares.
    private static bool TryToBigDecimal(object number, out JavaBigDecimal value)
    {
        switch (number)
        {
            case JavaBigDecimal exact:
                value = exact;
                return true;
            case double inexact:
                return JavaBigDecimal.TryParse(inexact.ToString("R", CultureInfo.InvariantCulture), out value);
            default:
                value = JavaBigDecimal.Of(ToBigInteger(number));
                return true;
        }
    }

    // Within these bounds a double says exactly what its text says, so nothing needs to be written down.
    private static bool IsPlain(object number) => number switch
    {
        int => true,
        double value => Math.Abs(value) < LargestPlain,
        long value => Math.Abs((double)value) < LargestPlain,
        _ => false,
    };
}
