using System.Globalization;
using System.Numerics;
using System.Text;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Java;

/// <summary>A <c>java.math.BigDecimal</c>: every digit is kept, trailing zeros too.</summary>
internal sealed class JavaBigDecimal : IEquatable<JavaBigDecimal>
{
    // BigDecimal.toString turns to an exponent when the first digit stands further right than this.
    private const int LowestPlainExponent = -6;

    // 1e999999999 is short to write; with its zeros written out it fills the memory.
    private const int MostZeros = 5_000;
    private const long MostBits = 4 * MostZeros;

    private readonly BigInteger _unscaled;
    private readonly int _scale;

    private JavaBigDecimal(BigInteger unscaled, int scale)
    {
        _unscaled = unscaled;
        _scale = scale;
    }

    public bool IsZero => _unscaled.IsZero;

    // The exponent of the first digit.
    private long Magnitude => DigitCount(_unscaled) - 1L - _scale;

    /// <summary><c>new BigDecimal(text).toString()</c> for the text of a number.</summary>
    public static string TextOf(string number) => TryParse(number, out var value) ? value.ToString() : number;

    public static bool TryParse(string text, out JavaBigDecimal value)
    {
        value = new JavaBigDecimal(0, 0);
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (mark >= 0 && !int.TryParse(
            text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }
        var mantissa = mark >= 0 ? text[..mark] : text;
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var scale = (point < 0 ? 0L : mantissa.Length - point - 1) - exponent;
        if (digits.Length > JsonLimits.MaxNumberLength || scale is < int.MinValue or > int.MaxValue
            || !BigInteger.TryParse(
                digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled))
        {
            return false;
        }
        value = new JavaBigDecimal(unscaled, (int)scale);
        return true;
    }

    /// <summary><c>new BigDecimal(double)</c>: the exact value, with all digits of the binary fraction.</summary>
    public static JavaBigDecimal OfExactly(double number)
    {
        const int mantissaBits = 52;
        const int bias = 1075;
        if (!double.IsFinite(number))
        {
            throw new JsonLimitException("java.lang.NumberFormatException: Infinite or NaN");
        }
        var bits = BitConverter.DoubleToInt64Bits(number);
        var power = (int)((bits >> mantissaBits) & 0x7FF);
        var mantissa = (bits & ((1L << mantissaBits) - 1)) | (power == 0 ? 0 : 1L << mantissaBits);
        power = (power == 0 ? 1 : power) - bias;
        while (mantissa != 0 && (mantissa & 1) == 0)
        {
            mantissa >>= 1;
            power++;
        }
        var value = new BigInteger(bits < 0 ? -mantissa : mantissa);
        if (mantissa == 0)
        {
            return new JavaBigDecimal(0, 0);
        }
        return power >= 0
            ? new JavaBigDecimal(value << power, 0)
            : new JavaBigDecimal(value * BigInteger.Pow(5, -power), -power);
    }

    public static JavaBigDecimal Of(BigInteger number) => new(number, 0);

    public static JavaBigDecimal operator +(JavaBigDecimal left, JavaBigDecimal right)
    {
        var scale = Math.Max(left._scale, right._scale);
        return Bounded(left.UnscaledAt(scale) + right.UnscaledAt(scale), scale);
    }

    public static JavaBigDecimal operator -(JavaBigDecimal left, JavaBigDecimal right)
    {
        var scale = Math.Max(left._scale, right._scale);
        return Bounded(left.UnscaledAt(scale) - right.UnscaledAt(scale), scale);
    }

    public static JavaBigDecimal operator *(JavaBigDecimal left, JavaBigDecimal right)
    {
        var scale = (long)left._scale + right._scale;
        return Bounded(left._unscaled * right._unscaled, Math.Clamp(scale, int.MinValue, int.MaxValue));
    }

    /// <summary>Divides to the scale of the left side, as <c>divide(right, ROUND_HALF_DOWN)</c> does.</summary>
    public static JavaBigDecimal operator /(JavaBigDecimal left, JavaBigDecimal right)
    {
        var dividend = left._unscaled * PowerOfTen(Math.Max(right._scale, 0));
        var divisor = right._unscaled * PowerOfTen(Math.Max(-(long)right._scale, 0));
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        if (BigInteger.Abs(remainder) * 2 > BigInteger.Abs(divisor))
        {
            quotient += dividend.Sign * divisor.Sign;
        }
        return Bounded(quotient, left._scale);
    }

    /// <summary>The order by value: 1.0 and 1.00 are the same.</summary>
    public static int Compare(JavaBigDecimal left, JavaBigDecimal right)
    {
        var sign = left._unscaled.Sign;
        if (sign != right._unscaled.Sign || sign == 0)
        {
            return sign.CompareTo(right._unscaled.Sign);
        }
        var magnitudes = left.Magnitude.CompareTo(right.Magnitude);
        if (magnitudes != 0)
        {
            return magnitudes * sign;
        }
        var scale = Math.Max(left._scale, right._scale);
        return left.UnscaledAt(scale).CompareTo(right.UnscaledAt(scale));
    }

    public double ToDouble() => double.Parse(ToString(), CultureInfo.InvariantCulture);

    /// <summary>Without its fraction; zero for what is too large to be asked that, since only low bits are used.</summary>
    public BigInteger ToBigInteger()
    {
        if (_scale > 0)
        {
            return _scale > MostZeros ? 0 : _unscaled / PowerOfTen(_scale);
        }
        return -(long)_scale > MostZeros ? 0 : _unscaled * PowerOfTen(-_scale);
    }

    public bool Equals(JavaBigDecimal? other) =>
        other is not null && _scale == other._scale && _unscaled == other._unscaled;

    public override bool Equals(object? obj) => Equals(obj as JavaBigDecimal);

    public override int GetHashCode() => HashCode.Combine(_unscaled, _scale);

    /// <summary>The parts that Java's hash is made of.</summary>
    public void Deconstruct(out BigInteger unscaled, out int scale) => (unscaled, scale) = (_unscaled, _scale);

    public override string ToString()
    {
        var text = new StringBuilder(_unscaled.Sign < 0 ? "-" : string.Empty);
        return Append(text, BigInteger.Abs(_unscaled).ToString(CultureInfo.InvariantCulture), _scale).ToString();
    }

    private static StringBuilder Append(StringBuilder text, string digits, int scale)
    {
        var adjusted = digits.Length - 1L - scale;
        if (scale == 0)
        {
            return text.Append(digits);
        }
        if (scale > 0 && adjusted >= LowestPlainExponent)
        {
            var whole = digits.Length - scale;
            return whole > 0
                ? text.Append(digits, 0, whole).Append('.').Append(digits, whole, scale)
                : text.Append("0.").Append('0', -whole).Append(digits);
        }
        text.Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }
        if (adjusted != 0)
        {
            text.Append('E').Append(adjusted > 0 ? "+" : string.Empty).Append(CultureInfo.InvariantCulture, $"{adjusted}");
        }
        return text;
    }

    private static JavaBigDecimal Bounded(BigInteger unscaled, long scale) => unscaled.GetBitLength() <= MostBits
        ? new JavaBigDecimal(unscaled, (int)scale)
        : throw new JsonLimitException("A number is too large.");

    private static long DigitCount(BigInteger number) =>
        BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture).Length;

    private static BigInteger PowerOfTen(long exponent) => exponent <= MostZeros
        ? BigInteger.Pow(10, (int)exponent)
        : throw new JsonLimitException("A number is too large.");

    private BigInteger UnscaledAt(int scale) => _unscaled * PowerOfTen((long)scale - _scale);
}
