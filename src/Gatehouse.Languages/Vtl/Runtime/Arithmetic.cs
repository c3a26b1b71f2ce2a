using System.Numerics;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// Velocity's arithmetic on Java's numbers: whole numbers stay whole and grow from Integer to Long to BigInteger when
/// they overflow; a double makes the result a double; a BigDecimal, and a BigInteger beside a double, makes it a BigDecimal.
/// </summary>
internal static class Arithmetic
{
    /// <summary>The result, or null for a division by zero.</summary>
    public static object? Compute(MathOperator operation, object left, object right)
    {
        if (operation is MathOperator.Divide or MathOperator.Modulo && IsZero(right))
        {
            return null;
        }
        if (JsonNumber.IsWhole(left) && JsonNumber.IsWhole(right))
        {
            return left is BigInteger || right is BigInteger
                ? ComputeBig(operation, JsonNumber.ToBigInteger(left), JsonNumber.ToBigInteger(right))
                : ComputeWhole(operation, ToLong(left), ToLong(right), left is int && right is int);
        }
        if (left is JavaBigDecimal or BigInteger || right is JavaBigDecimal or BigInteger)
        {
            return ComputeDecimal(operation, left, right);
        }
        return ComputeDouble(operation, JsonNumber.ToDouble(left), JsonNumber.ToDouble(right));
    }

    public static int Compare(object left, object right)
    {
        if (left is JavaBigDecimal or BigInteger || right is JavaBigDecimal or BigInteger)
        {
            return left is double or JavaBigDecimal || right is double or JavaBigDecimal
                ? JavaBigDecimal.Compare(ToBigDecimal(left), ToBigDecimal(right))
                : JsonNumber.Compare(left, right);
        }
        if (left is double || right is double)
        {
            var l = JsonNumber.ToDouble(left);
            var r = JsonNumber.ToDouble(right);
            // Not CompareTo: a NaN is neither less nor greater, which Velocity takes for equal.
            return l < r ? -1 : l > r ? 1 : 0;
        }
        return JsonNumber.Compare(left, right);
    }

    private static bool IsZero(object number) => number switch
    {
        int value => value == 0,
        long value => value == 0,
        double value => value == 0,
        BigInteger value => value.IsZero,
        JavaBigDecimal value => value.IsZero,
        _ => false,
    };

    private static long ToLong(object number) => number is int small ? small : (long)number;

    private static object ComputeWhole(MathOperator operation, long left, long right, bool areInts)
    {
        long result;
        var overflows = false;
        switch (operation)
        {
            case MathOperator.Add:
                result = unchecked(left + right);
                overflows = (result ^ left) < 0 && (result ^ right) < 0;
                break;
            case MathOperator.Subtract:
                result = unchecked(left - right);
                overflows = (result ^ left) < 0 && (result ^ ~right) < 0;
                break;
            case MathOperator.Multiply:
                overflows = Math.BigMul(left, right, out result) != result >> 63;
                break;
            case MathOperator.Divide:
                // Java wraps around here instead of failing.
                result = right == -1 ? unchecked(-left) : left / right;
                break;
            default:
                result = right == -1 ? 0 : left % right;
                break;
        }
        if (overflows)
        {
            return ComputeBig(operation, left, right);
        }
        return areInts && result is >= int.MinValue and <= int.MaxValue ? BoxedValues.Of((int)result) : result;
    }

    private static object ComputeBig(MathOperator operation, BigInteger left, BigInteger right)
    {
        if (operation == MathOperator.Multiply && left.GetBitLength() + right.GetBitLength() > MaxBits)
        {
            throw new VtlRuntimeException("The template computes a number that is too large.");
        }
        switch (operation)
        {
            case MathOperator.Add:
                return left + right;
            case MathOperator.Subtract:
                return left - right;
            case MathOperator.Multiply:
                return left * right;
            case MathOperator.Divide:
                return BigInteger.Divide(left, right);
            default:
                if (right.Sign < 0)
                {
                    throw new VtlRuntimeException("BigInteger: modulus not positive");
                }
                var remainder = BigInteger.Remainder(left, right);
                return remainder.Sign < 0 ? remainder + right : remainder;
        }
    }

    // About as many digits as a number in a request body may have, times four.
    private const long MaxBits = 16_384;

    private static object ComputeDouble(MathOperator operation, double left, double right) => operation switch
    {
        MathOperator.Add => left + right,
        MathOperator.Subtract => left - right,
        MathOperator.Multiply => left * right,
        MathOperator.Divide => left / right,
        _ => left % right,
    };

    private static object ComputeDecimal(MathOperator operation, object left, object right)
    {
        if (operation == MathOperator.Modulo)
        {
            throw new VtlRuntimeException("Cannot calculate the modulo of BigDecimals.");
        }
        var l = ToBigDecimal(left);
        var r = ToBigDecimal(right);
        return operation switch
        {
            MathOperator.Add => l + r,
            MathOperator.Subtract => l - r,
            MathOperator.Multiply => l * r,
            _ => l / r,
        };
    }

    private static JavaBigDecimal ToBigDecimal(object number) => number switch
    {
        JavaBigDecimal value => value,
        double value => JavaBigDecimal.OfExactly(value),
        _ => JavaBigDecimal.Of(JsonNumber.ToBigInteger(number)),
    };
}
