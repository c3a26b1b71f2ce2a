namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// A JSON number taken apart: sign, significant digits and the place of the point. Numbers of any size compare exactly
/// without being converted, so nothing is rounded and nothing is allocated.
/// </summary>
/// <remarks>The value is 0.DIGITS × 10^Point; DIGITS has no zero at either end, and is empty for zero.</remarks>
internal readonly ref struct NumberText
{
    // An exponent beyond this is as good as infinite next to the digits that a number may have.
    private const long ExponentBound = 1_000_000_000_000;

    private readonly ReadOnlySpan<byte> _head;
    private readonly ReadOnlySpan<byte> _tail;

    /// <param name="literal">A number as JSON spells it.</param>
    public NumberText(ReadOnlySpan<byte> literal)
    {
        if (literal[0] == '-')
        {
            IsNegative = true;
            literal = literal[1..];
        }
        long exponent = 0;
        var e = literal.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            exponent = ReadExponent(literal[(e + 1)..]);
            literal = literal[..e];
        }
        var point = literal.IndexOf((byte)'.');
        var whole = (point < 0 ? literal : literal[..point]).TrimStart((byte)'0');
        var fraction = point < 0 ? default : literal[(point + 1)..].TrimEnd((byte)'0');
        if (whole.IsEmpty)
        {
            var digits = fraction.TrimStart((byte)'0');
            Point = exponent - (fraction.Length - digits.Length);
            _tail = digits;
        }
        else
        {
            Point = exponent + whole.Length;
            _head = fraction.IsEmpty ? whole.TrimEnd((byte)'0') : whole;
            _tail = fraction;
        }
    }

    public bool IsNegative { get; }

    public long Point { get; }

    public int DigitCount => _head.Length + _tail.Length;

    public bool IsZero => DigitCount == 0;

    public byte this[int index] =>
        (byte)((index < _head.Length ? _head[index] : _tail[index - _head.Length]) - (byte)'0');

    public static int Compare(in NumberText left, in NumberText right)
    {
        if (left.IsZero || right.IsZero)
        {
            return left.Sign - right.Sign;
        }
        if (left.IsNegative != right.IsNegative)
        {
            return left.IsNegative ? -1 : 1;
        }
        var magnitude = left.Point != right.Point ? left.Point.CompareTo(right.Point) : CompareDigits(left, right);
        return left.IsNegative ? -magnitude : magnitude;
    }

    /// <summary>Equal numbers have equal hashes, however they are spelled.</summary>
    public void AddTo(ref HashCode hash)
    {
        if (IsZero)
        {
            return;
        }
        hash.Add(IsNegative);
        hash.Add(Point);
        for (var i = 0; i < DigitCount; i++)
        {
            hash.Add(this[i]);
        }
    }

    private int Sign => IsZero ? 0 : IsNegative ? -1 : 1;

    private static int CompareDigits(in NumberText left, in NumberText right)
    {
        var common = Math.Min(left.DigitCount, right.DigitCount);
        for (var i = 0; i < common; i++)
        {
            if (left[i] != right[i])
            {
                return left[i] - right[i];
            }
        }
        return left.DigitCount - right.DigitCount;
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+')
        {
            text = text[1..];
        }
        long value = 0;
        foreach (var digit in text)
        {
            value = Math.Min((value * 10) + digit - '0', ExponentBound);
        }
        return isNegative ? -value : value;
    }
}
