using System.Numerics;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary><c>hashCode()</c>, which templates use to spread keys over shards: it has to be Java's.</summary>
internal static class JavaHash
{
    public static object Of(object? value)
    {
        var left = JsonLimits.MaxComparedContainers;
        return Compute(value, 0, ref left);
    }

    /// <summary>Whether a value may be the key of a map: one that contains itself has no hash.</summary>
    public static void CheckKey(object? key)
    {
        if (key is JsonList or JsonMap)
        {
            Of(key);
        }
    }

    private static int Compute(object? value, int depth, ref int left)
    {
        if (depth > JsonLimits.MaxDepth || --left < 0)
        {
            throw new JsonLimitException("A value is too deep or too large.");
        }
        return value switch
        {
            string text => OfText(text),
            int number => number,
            long number => OfLong(number),
            double number => OfLong(BitConverter.DoubleToInt64Bits(number)),
            bool flag => flag ? 1231 : 1237,
            char c => c,
            JsonList list => OfList(list, depth, ref left),
            JsonMap map => OfMap(map, depth, ref left),
            MapEntry entry => Compute(entry.Key, depth + 1, ref left) ^ Compute(entry.Value, depth + 1, ref left),
            BigInteger number => OfBigInteger(number),
            JavaBigDecimal(var unscaled, var scale) => unchecked((31 * OfBigInteger(unscaled)) + scale),
            _ => 0,
        };
    }

    private static int OfText(string text)
    {
        var hash = 0;
        foreach (var c in text)
        {
            hash = unchecked((31 * hash) + c);
        }
        return hash;
    }

    private static int OfLong(long number) => unchecked((int)(number ^ (long)((ulong)number >> 32)));

    // Java goes through the magnitude in words of 32 bits, the highest first.
    private static int OfBigInteger(BigInteger number)
    {
        var hash = 0;
        var magnitude = BigInteger.Abs(number).ToByteArray(isUnsigned: true, isBigEndian: true);
        for (var i = 0; i < magnitude.Length;)
        {
            var word = 0;
            do
            {
                word = (word << 8) | magnitude[i++];
            }
            while ((magnitude.Length - i) % 4 != 0);
            hash = unchecked((31 * hash) + word);
        }
        return unchecked(hash * number.Sign);
    }

    private static int OfList(JsonList list, int depth, ref int left)
    {
        // A set has no order, so its hash is a plain sum.
        var (hash, factor) = list.Form == ListForm.Set ? (0, 1) : (1, 31);
        foreach (var item in list)
        {
            hash = unchecked((factor * hash) + Compute(item, depth + 1, ref left));
        }
        return hash;
    }

    private static int OfMap(JsonMap map, int depth, ref int left)
    {
        var hash = 0;
        foreach (var (key, value) in map.Entries)
        {
            hash = unchecked(hash + (Compute(key, depth + 1, ref left) ^ Compute(value, depth + 1, ref left)));
        }
        return hash;
    }
}
