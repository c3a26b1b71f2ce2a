using System.Globalization;
using System.Numerics;
using System.Text;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// The number of <c>multipleOf</c>: DIGITS × 10^exponent. Divisibility is decided exactly for decimals of any size, by
/// remainders alone: 1e300 is never written out.
/// </summary>
internal sealed class Divisor
{
    // Ten times a remainder below this still fits 64 bits.
    private const ulong Small = 1_000_000_000_000_000_000;

    private readonly BigInteger _digits;
    private readonly ulong _small;
    private readonly long _exponent;
    private readonly long _whole;

    /// <param name="literal">A number above zero.</param>
    public Divisor(string literal)
    {
        var number = new NumberText(Encoding.ASCII.GetBytes(literal));
        for (var i = 0; i < number.DigitCount; i++)
        {
            _digits = (_digits * 10) + number[i];
        }
        _small = _digits < Small ? (ulong)_digits : 0;
        _exponent = number.Point - number.DigitCount;
        _whole = long.TryParse(literal, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : 0;
    }

    public bool Divides(ReadOnlySpan<byte> literal, long? whole)
    {
        if (whole is { } value && _whole > 0)
        {
            return value % _whole == 0;
        }
        var number = new NumberText(literal);
        if (number.IsZero)
        {
            return true;
        }
        var shift = number.Point - number.DigitCount - _exponent;
        if (shift < 0)
        {
            return false; // its last digit, which is not zero, stands behind the divisor's last
        }
        return _small > 0 ? DividesSmall(number, shift) : DividesBig(number, shift);
    }

    private bool DividesSmall(in NumberText number, long shift)
    {
        ulong rest = 0;
        for (var i = 0; i < number.DigitCount; i++)
        {
            rest = ((rest * 10) + number[i]) % _small;
        }
        if (rest == 0)
        {
            return true;
        }
        UInt128 power = 10 % _small;
        UInt128 product = rest;
        for (; shift > 0; shift >>= 1)
        {
            if ((shift & 1) != 0)
            {
                product = product * power % _small;
            }
            power = power * power % _small;
        }
        return product == 0;
    }

    private bool DividesBig(in NumberText number, long shift)
    {
        var rest = BigInteger.Zero;
        for (var i = 0; i < number.DigitCount; i++)
        {
            rest = ((rest * 10) + number[i]) % _digits;
        }
        return (rest * BigInteger.ModPow(10, shift, _digits) % _digits).IsZero;
    }
}
