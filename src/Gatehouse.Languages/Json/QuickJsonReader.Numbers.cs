namespace Gatehouse.Languages.Json;

/// <summary>Numbers of at most fifteen digits without an exponent; the strict reader reads the others.</summary>
internal ref partial struct QuickJsonReader
{
    private const int MaxQuickDigits = 15;

    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];

    private bool TryReadNumber(out object? value)
    {
        value = null;
        var start = _at;
        var isNegative = _utf8[_at] == '-';
        var i = isNegative ? _at + 1 : _at;
        var mantissa = 0L;
        var digits = 0;
        var firstDigit = i;
        for (; i < _utf8.Length && (uint)(_utf8[i] - '0') <= 9; i++)
        {
            mantissa = (mantissa * 10) + (_utf8[i] - '0');
            if (++digits > MaxQuickDigits)
            {
                return false;
            }
        }

        if (digits == 0 || (digits > 1 && _utf8[firstDigit] == '0'))
        {
            return false;
        }

        var fraction = 0;
        if (i < _utf8.Length && _utf8[i] == '.')
        {
            for (i++; i < _utf8.Length && (uint)(_utf8[i] - '0') <= 9; i++)
            {
                mantissa = (mantissa * 10) + (_utf8[i] - '0');
                if (++digits > MaxQuickDigits)
                {
                    return false;
                }

                fraction++;
            }

            if (fraction == 0)
            {
                return false;
            }
        }

        if (i < _utf8.Length && _utf8[i] is (byte)'e' or (byte)'E')
        {
            return false;
        }

        _at = i;
        value = fraction > 0
            ? Decimal(mantissa, fraction, isNegative)
            : BoxedValues.OfWhole(isNegative ? -mantissa : mantissa);
        return i > start;
    }

    // Both numbers are exact in a double, so their quotient is the double nearest to the text.
    private static object Decimal(long mantissa, int fraction, bool isNegative)
    {
        var value = mantissa / PowersOfTen[fraction];
        return isNegative ? -value : value;
    }
}
