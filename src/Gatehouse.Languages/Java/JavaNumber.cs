using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace Gatehouse.Languages.Java;

/// <summary>Numbers as Java prints them.</summary>
public static class JavaNumber
{
    public static bool IsNumber(object? value) => value is int or long or double or BigInteger or JavaBigDecimal;

    public static string Format(object number) => number switch
    {
        int value => value.ToString(CultureInfo.InvariantCulture),
        long value => value.ToString(CultureInfo.InvariantCulture),
        double value => Format(value),
        BigInteger value => value.ToString(CultureInfo.InvariantCulture),
        JavaBigDecimal value => value.ToString(),
        _ => throw new ArgumentException("Not a number.", nameof(number)),
    };

    /// <summary>
    /// <c>Double.toString</c>: always a fraction, and computerised scientific notation below 10^-3 and from 10^7 on.
    /// </summary>
    /// <remarks>
    /// The digits are the shortest that read back as the same double, which Java guarantees since JDK 19; older ones
    /// print a digit too many for a few values.
    /// </remarks>
    public static string Format(double value)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }
        if (double.IsInfinity(value))
        {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }
        Span<char> digits = stackalloc char[32];
        var count = ShortestDigits(value, digits, out var exponent);
        return Layout(digits[..count], exponent, double.IsNegative(value));
    }

    /// <summary>
    /// The same text as UTF-8 for the numbers that people write: from 10^-3 to 10^7 with at most six decimals. At most
    /// fifteen digits that read back as the value are the only ones that do, hence the shortest.
    /// </summary>
    /// <returns><see langword="false"/> for any other number; nothing was written then.</returns>
    public static bool TryFormatQuickly(double value, Span<byte> utf8, out int written)
    {
        written = 0;
        var magnitude = Math.Abs(value);
        if (!(magnitude is >= 1e-3 and < 1e7))
        {
            return false;
        }
        var power = 1L;
        for (var decimals = 1; decimals <= 6; decimals++)
        {
            power *= 10;
            var scaled = (long)((magnitude * power) + 0.5);
            if (scaled / (double)power != magnitude)
            {
                continue;
            }
            if (value < 0)
            {
                utf8[written++] = (byte)'-';
            }
            Utf8Formatter.TryFormat(scaled / power, utf8[written..], out var whole);
            written += whole;
            utf8[written++] = (byte)'.';
            var fraction = scaled % power;
            for (var place = power / 10; place > 0; place /= 10)
            {
                utf8[written++] = (byte)('0' + (fraction / place % 10));
            }
            return true;
        }
        return false;
    }

    // The default format of .NET is the shortest that round-trips; only its layout differs from Java's.
    private static int ShortestDigits(double value, Span<char> digits, out int exponent)
    {
        Span<char> text = stackalloc char[32];
        Math.Abs(value).TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        var mantissa = text[..length];
        exponent = 0;
        var e = mantissa.IndexOf('E');
        if (e >= 0)
        {
            exponent = int.Parse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = mantissa[..e];
        }
        var point = mantissa.IndexOf('.');
        exponent += (point >= 0 ? point : mantissa.Length) - 1;
        var count = 0;
        foreach (var c in mantissa)
        {
            if (c == '.')
            {
                continue;
            }
            if (count == 0 && c == '0')
            {
                exponent--;
                continue;
            }
            digits[count++] = c;
        }
        while (count > 1 && digits[count - 1] == '0')
        {
            count--;
        }
        return count == 1 ? PreferTwoDigits(value, digits, ref exponent) : count;
    }

    // Java never prints one digit alone; where two digits come closer to the value it takes those: 4.9E-324, not
    // 5.0E-324.
    private static int PreferTwoDigits(double value, Span<char> digits, ref int exponent)
    {
        Span<char> text = stackalloc char[16];
        Math.Abs(value).TryFormat(text, out var length, "E1", CultureInfo.InvariantCulture);
        var twoDigits = text[..length];
        if (twoDigits[2] == '0' || double.Parse(twoDigits, CultureInfo.InvariantCulture) != Math.Abs(value))
        {
            return 1;
        }
        digits[0] = twoDigits[0];
        digits[1] = twoDigits[2];
        exponent = int.Parse(twoDigits[4..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return 2;
    }

    private static string Layout(ReadOnlySpan<char> digits, int exponent, bool negative)
    {
        var sign = negative ? "-" : string.Empty;
        if (exponent is < -3 or >= 7)
        {
            var fraction = digits.Length > 1 ? digits[1..] : "0";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[..1]}.{fraction}E{exponent}");
        }
        if (exponent < 0)
        {
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        }
        if (digits.Length <= exponent + 1)
        {
            return $"{sign}{digits}{new string('0', exponent + 1 - digits.Length)}.0";
        }
        return $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}
