using System.Globalization;
using System.Numerics;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// The methods of Java's numbers, of Boolean and of Character, with the static ones that templates reach through an
/// instance: <c>#set($Integer = 0) $Integer.parseInt("7")</c>.
/// </summary>
internal static class NumberMethods
{
    /// <summary><c>Number.intValue()</c>: high bits are dropped; a double is clamped.</summary>
    public static int ToInt(object number) => JsonNumber.ToInt(number);

    public static bool TryInvoke(object target, string name, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = target switch
        {
            bool flag => InvokeOnBoolean(flag, name, arguments),
            char c => InvokeOnCharacter(c, name, arguments),
            _ when JavaNumber.IsNumber(target) => InvokeOnNumber(target, name, arguments),
            _ => null,
        };
        return result is not null;
    }

    private static object? InvokeOnNumber(object target, string name, ReadOnlySpan<object?> arguments) =>
        arguments.Length switch
        {
            0 => Convert(target, name),
            1 when name == "compareTo" => CompareTo(target, arguments[0]),
            1 when name == "toString" && target.GetType() == arguments[0]?.GetType() => JavaText.Of(arguments[0]),
            1 or 2 => target switch
            {
                int => InvokeOnInteger(target, name, arguments),
                long => InvokeOnLong(target, name, arguments),
                double => InvokeOnDouble(target, name, arguments),
                _ => null,
            },
            _ => null,
        };

    // compareTo takes any object and then fails to cast one of another type.
    private static object CompareTo(object target, object? other) =>
        other?.GetType() == target.GetType()
            ? BoxedValues.Of(JsonNumber.Compare(target, other))
            : throw Methods.Failed(target, "compareTo", "java.lang.ClassCastException");

    private static object? Convert(object target, string name) => name switch
    {
        "intValue" => BoxedValues.Of(ToInt(target)),
        "longValue" => ToLong(target),
        "doubleValue" => JsonNumber.ToDouble(target),
        "floatValue" => ToFloat(JsonNumber.ToDouble(target)),
        "shortValue" => BoxedValues.Of(unchecked((short)ToInt(target))),
        "byteValue" => BoxedValues.Of(unchecked((sbyte)ToInt(target))),
        "isNaN" when target is double value => BoxedValues.Of(double.IsNaN(value)),
        "isInfinite" when target is double value => BoxedValues.Of(double.IsInfinity(value)),
        _ => null,
    };

    private static object? InvokeOnInteger(object target, string name, ReadOnlySpan<object?> arguments)
    {
        switch (name, arguments.Length)
        {
            case ("parseInt" or "valueOf", 1) when arguments[0] is string or null:
                return BoxedValues.Of((int)Parse(target, name, arguments[0] as string, 10, int.MinValue, int.MaxValue));
            case ("parseInt" or "valueOf", 2) when arguments[0] is string text && arguments[1] is int radix:
                return BoxedValues.Of((int)Parse(target, name, text, radix, int.MinValue, int.MaxValue));
            case ("valueOf", 1) when arguments[0] is int:
                return arguments[0];
            case ("hashCode", 1) when arguments[0] is int:
                return arguments[0];
            case ("toHexString", 1) when arguments[0] is int number:
                return number.ToString("x", CultureInfo.InvariantCulture);
            case ("toBinaryString", 1) when arguments[0] is int number:
                return System.Convert.ToString(number, 2);
            case ("toOctalString", 1) when arguments[0] is int number:
                return System.Convert.ToString(number, 8);
            case ("max", 2) when arguments[0] is int a && arguments[1] is int b:
                return BoxedValues.Of(Math.Max(a, b));
            case ("min", 2) when arguments[0] is int a && arguments[1] is int b:
                return BoxedValues.Of(Math.Min(a, b));
            case ("sum", 2) when arguments[0] is int a && arguments[1] is int b:
                return BoxedValues.Of(unchecked(a + b));
            case ("compare", 2) when arguments[0] is int a && arguments[1] is int b:
                return BoxedValues.Of(a.CompareTo(b));
            default:
                return null;
        }
    }

    private static object? InvokeOnLong(object target, string name, ReadOnlySpan<object?> arguments)
    {
        switch (name, arguments.Length)
        {
            case ("parseLong" or "valueOf", 1) when arguments[0] is string or null:
                return Parse(target, name, arguments[0] as string, 10, long.MinValue, long.MaxValue);
            case ("valueOf", 1) when arguments[0] is int or long:
                return ToLong(arguments[0]!);
            case ("hashCode", 1) when arguments[0] is int or long:
                return JavaHash.Of(ToLong(arguments[0]!));
            case ("toString", 1) when arguments[0] is int or long:
                return JavaText.Of(arguments[0]);
            case ("toHexString", 1) when arguments[0] is int or long:
                return ToLong(arguments[0]!).ToString("x", CultureInfo.InvariantCulture);
            case ("max", 2) when arguments[0] is int or long && arguments[1] is int or long:
                return Math.Max(ToLong(arguments[0]!), ToLong(arguments[1]!));
            case ("min", 2) when arguments[0] is int or long && arguments[1] is int or long:
                return Math.Min(ToLong(arguments[0]!), ToLong(arguments[1]!));
            default:
                return null;
        }
    }

    private static object? InvokeOnDouble(object target, string name, ReadOnlySpan<object?> arguments)
    {
        switch (name, arguments.Length)
        {
            case ("parseDouble" or "valueOf", 1) when arguments[0] is string or null:
                return double.TryParse(
                    (arguments[0] as string)?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : throw Methods.Failed(target, name, $"java.lang.NumberFormatException: {arguments[0]}");
            case ("valueOf", 1) when JavaNumber.IsNumber(arguments[0]):
                return JsonNumber.ToDouble(arguments[0]!);
            case ("hashCode", 1) when arguments[0] is int or long or double:
                return JavaHash.Of(JsonNumber.ToDouble(arguments[0]!));
            case ("max", 2) when JavaNumber.IsNumber(arguments[0]) && JavaNumber.IsNumber(arguments[1]):
                return Math.Max(JsonNumber.ToDouble(arguments[0]!), JsonNumber.ToDouble(arguments[1]!));
            case ("min", 2) when JavaNumber.IsNumber(arguments[0]) && JavaNumber.IsNumber(arguments[1]):
                return Math.Min(JsonNumber.ToDouble(arguments[0]!), JsonNumber.ToDouble(arguments[1]!));
            default:
                return null;
        }
    }

    private static object? InvokeOnBoolean(bool flag, string name, ReadOnlySpan<object?> arguments) =>
        (name, arguments.Length) switch
        {
            ("booleanValue", 0) => BoxedValues.Of(flag),
            ("hashCode", 1) when arguments[0] is bool => JavaHash.Of(arguments[0]),
            ("toString", 1) when arguments[0] is bool => JavaText.Of(arguments[0]),
            ("compareTo", 1) => arguments[0] is bool other
                ? BoxedValues.Of(flag.CompareTo(other))
                : throw Methods.Failed(flag, name, "java.lang.ClassCastException"),
            ("parseBoolean" or "valueOf", 1) when arguments[0] is string text =>
                BoxedValues.Of(string.Equals(text, "true", StringComparison.OrdinalIgnoreCase)),
            _ => null,
        };

    private static object? InvokeOnCharacter(char c, string name, ReadOnlySpan<object?> arguments) =>
        (name, arguments.Length) switch
        {
            ("charValue", 0) => c,
            ("hashCode", 1) when arguments[0] is char => JavaHash.Of(arguments[0]),
            ("toString", 1) when arguments[0] is char => JavaText.Of(arguments[0]),
            ("compareTo", 1) => arguments[0] is char other
                ? c - other
                : throw Methods.Failed(c, name, "java.lang.ClassCastException"),
            ("isDigit", 1) when arguments[0] is char other => BoxedValues.Of(char.IsDigit(other)),
            ("isLetter", 1) when arguments[0] is char other => BoxedValues.Of(char.IsLetter(other)),
            ("isLetterOrDigit", 1) when arguments[0] is char other => BoxedValues.Of(char.IsLetterOrDigit(other)),
            ("isUpperCase", 1) when arguments[0] is char other => BoxedValues.Of(char.IsUpper(other)),
            ("isLowerCase", 1) when arguments[0] is char other => BoxedValues.Of(char.IsLower(other)),
            ("isWhitespace", 1) when arguments[0] is char other => BoxedValues.Of(char.IsWhiteSpace(other)),
            ("toUpperCase", 1) when arguments[0] is char other => char.ToUpperInvariant(other),
            ("toLowerCase", 1) when arguments[0] is char other => char.ToLowerInvariant(other),
            ("getNumericValue", 1) when arguments[0] is char other => (int)char.GetNumericValue(other),
            _ => null,
        };

    private static long Parse(object target, string name, string? text, int radix, long min, long max)
    {
        var failed = Methods.Failed(target, name, $"java.lang.NumberFormatException: For input string: \"{text}\"");
        if (string.IsNullOrEmpty(text) || radix is < 2 or > 36)
        {
            throw failed;
        }
        var isNegative = text[0] == '-';
        var start = text[0] is '-' or '+' ? 1 : 0;
        if (start == text.Length)
        {
            throw failed;
        }
        BigInteger value = 0;
        foreach (var c in text.AsSpan(start))
        {
            var digit = DigitValue(c);
            value = (value * radix) + digit;
            if (digit >= radix || value > (BigInteger)max + 1)
            {
                throw failed;
            }
        }
        value = isNegative ? -value : value;
        return value >= min && value <= max ? (long)value : throw failed;
    }

    private static int DigitValue(char c)
    {
        if (char.IsAsciiDigit(c))
        {
            return c - '0';
        }
        return char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) - 'a' + 10 : int.MaxValue;
    }

    // There is no float among the values of templates: the double that prints like the float stands for it.
    private static double ToFloat(double value) =>
        double.Parse(((float)value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static long ToLong(object number) => number switch
    {
        int value => value,
        long value => value,
        BigInteger value => unchecked((long)(ulong)(value & ulong.MaxValue)),
        JavaBigDecimal value => unchecked((long)(ulong)(value.ToBigInteger() & ulong.MaxValue)),
        _ => ClampToLong(JsonNumber.ToDouble(number)),
    };

    private static long ClampToLong(double value)
    {
        if (double.IsNaN(value))
        {
            return 0;
        }
        return value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;
    }
}
