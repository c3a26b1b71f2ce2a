using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>The methods of <c>java.lang.String</c>.</summary>
internal static class StringMethods
{
    public static bool TryInvoke(string text, string name, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = arguments.Length switch
        {
            0 => Invoke(text, name),
            1 => Invoke(text, name, arguments[0]),
            2 => Invoke(text, name, arguments[0], arguments[1]),
            _ => null,
        };
        if (result is null && name == "regionMatches")
        {
            result = RegionMatches(text, arguments);
        }
        if (result is null && name == "format" && arguments is [string format, ..])
        {
            result = JavaFormat.Format(format, arguments[1..]);
        }
        return result is not null;
    }

    private static object? Invoke(string text, string name) => name switch
    {
        "length" => BoxedValues.Of(text.Length),
        "isEmpty" => BoxedValues.Of(text.Length == 0),
        "isBlank" => BoxedValues.Of(string.IsNullOrWhiteSpace(text)),
        "trim" => Trim(text),
        "strip" => text.Trim(),
        "stripLeading" => text.TrimStart(),
        "stripTrailing" => text.TrimEnd(),
        "toLowerCase" => text.ToLowerInvariant(),
        "toUpperCase" => ToUpperCase(text),
        "toString" or "intern" => text,
        "toCharArray" when text.Length > VtlLimits.MaxCollectionSize =>
            throw Methods.Failed(text, name, "the array is too long"),
        "toCharArray" => new JsonList(ListForm.Array, text.Select(each => (object?)each)),
        _ => null,
    };

    private static object? Invoke(string text, string name, object? argument)
    {
        if (argument is null && TakesText(name))
        {
            throw Methods.Failed(text, name, "java.lang.NullPointerException");
        }
        return argument switch
        {
            string other => InvokeWithText(text, name, other),
            int number => InvokeWithInt(text, name, number),
            _ => name switch
            {
                "compareTo" => throw Methods.Failed(text, name, "java.lang.ClassCastException"),
                "equals" or "equalsIgnoreCase" when argument is null => BoxedValues.False,
                "valueOf" => JavaText.Of(argument),
                _ => null,
            },
        };
    }

    private static bool TakesText(string name) => name is "indexOf" or "lastIndexOf" or "contains" or "startsWith"
        or "endsWith" or "concat" or "contentEquals" or "compareTo" or "compareToIgnoreCase" or "matches" or "split";

    private static object? InvokeWithText(string text, string name, string other) => name switch
    {
        "equals" or "contentEquals" => BoxedValues.Of(string.Equals(text, other, StringComparison.Ordinal)),
        "equalsIgnoreCase" => BoxedValues.Of(string.Equals(text, other, StringComparison.OrdinalIgnoreCase)),
        "contains" => BoxedValues.Of(text.Contains(other, StringComparison.Ordinal)),
        "startsWith" => BoxedValues.Of(text.StartsWith(other, StringComparison.Ordinal)),
        "endsWith" => BoxedValues.Of(text.EndsWith(other, StringComparison.Ordinal)),
        "indexOf" => BoxedValues.Of(text.IndexOf(other, StringComparison.Ordinal)),
        "lastIndexOf" => BoxedValues.Of(LastIndexOf(text, other, text.Length)),
        "concat" => Bounded(text, name, string.Concat(text, other)),
        "compareTo" => CompareTo(text, other),
        "compareToIgnoreCase" => CompareTo(FoldCase(text), FoldCase(other)),
        "matches" => BoxedValues.Of(JavaRegex.Get(other).IsFullMatch(text)),
        "split" => Split(text, other, 0),
        "valueOf" => other,
        _ => null,
    };

    private static object? InvokeWithInt(string text, string name, int number) => name switch
    {
        "substring" => Substring(text, number, text.Length),
        "charAt" => number >= 0 && number < text.Length ? text[number] : throw OutOfRange(text, name, number),
        "codePointAt" => number >= 0 && number < text.Length
            ? CodePointAt(text, number)
            : throw OutOfRange(text, name, number),
        "indexOf" when IsCharacter(number) => BoxedValues.Of(text.IndexOf((char)number, StringComparison.Ordinal)),
        "lastIndexOf" when IsCharacter(number) => BoxedValues.Of(text.LastIndexOf((char)number)),
        "indexOf" or "lastIndexOf" => BoxedValues.Of(-1),
        "repeat" => Repeat(text, number),
        "valueOf" => JavaText.Of(number),
        "compareTo" => throw Methods.Failed(text, name, "java.lang.ClassCastException"),
        _ => null,
    };

    private static bool IsCharacter(int number) => number is >= 0 and <= char.MaxValue;

    private static object? Invoke(string text, string name, object? first, object? second)
    {
        switch (name, first, second)
        {
            case ("substring", int from, int to):
                return Substring(text, from, to);
            case ("subSequence", int from, int to):
                return Substring(text, from, to);
            case ("indexOf", string sought, int from):
                return BoxedValues.Of(IndexOf(text, sought, from));
            case ("lastIndexOf", string sought, int from):
                return BoxedValues.Of(LastIndexOf(text, sought, from));
            case ("indexOf", int sought, int from):
                return BoxedValues.Of(IsCharacter(sought) ? IndexOf(text, ((char)sought).ToString(), from) : -1);
            case ("lastIndexOf", int sought, int from):
                return BoxedValues.Of(IsCharacter(sought) ? LastIndexOf(text, ((char)sought).ToString(), from) : -1);
            case ("startsWith", null, < 0):
                return BoxedValues.False;
            case ("indexOf" or "lastIndexOf" or "startsWith" or "split", null, int):
                throw Methods.Failed(text, name, "java.lang.NullPointerException");
            case ("startsWith", string prefix, int from):
                return BoxedValues.Of(from >= 0 && from <= text.Length
                    && text.AsSpan(from).StartsWith(prefix, StringComparison.Ordinal));
            case ("split", string pattern, int limit):
                return Split(text, pattern, limit);
            case ("replace", string sought, string replacement):
                return Replace(text, sought, replacement);
            case ("replace", char sought, char replacement):
                return text.Replace(sought, replacement);
            case ("replaceAll", string pattern, string replacement):
                return JavaRegex.Get(pattern).Replace(text, replacement, onlyFirst: false, VtlLimits.MaxStringLength);
            case ("replaceFirst", string pattern, string replacement):
                return JavaRegex.Get(pattern).Replace(text, replacement, onlyFirst: true, VtlLimits.MaxStringLength);
            case ("join", string separator, JsonList parts):
                return Bounded(text, name, string.Join(separator, parts.Select(JavaText.Of)));
            case ("replaceAll", string pattern, null) when !JavaRegex.Get(pattern).IsFound(text):
                // Java looks at the replacement only when there is something to replace.
                return text;
            case ("replace" or "replaceAll" or "replaceFirst", null or string, null or string):
                throw Methods.Failed(text, name, "java.lang.NullPointerException");
            default:
                return null;
        }
    }

    private static object? RegionMatches(string text, ReadOnlySpan<object?> arguments)
    {
        var ignoresCase = false;
        if (arguments.Length == 5 && arguments[0] is bool flag)
        {
            ignoresCase = flag;
            arguments = arguments[1..];
        }
        if (arguments is [int start, null, int otherStart, int count])
        {
            if (ignoresCase && (start < 0 || otherStart < 0 || start > (long)text.Length - count))
            {
                return BoxedValues.False;
            }
            throw Methods.Failed(text, "regionMatches", "java.lang.NullPointerException");
        }
        if (arguments is not [int from, string other, int otherFrom, int length])
        {
            return null;
        }
        var isInside = from >= 0 && otherFrom >= 0 && from <= (long)text.Length - length
            && otherFrom <= (long)other.Length - length;
        return BoxedValues.Of(isInside && (length <= 0 || string.Compare(
            text, from, other, otherFrom, length,
            ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) == 0));
    }

    // The sharp s is the one letter in common use whose capital is longer; .NET leaves it as it is.
    private static string ToUpperCase(string text) =>
        text.ToUpperInvariant().Replace("\u00DF", "SS", StringComparison.Ordinal);

    // Java's trim takes every character up to the blank, and only those.
    private static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && text[start] <= ' ')
        {
            start++;
        }
        while (end > start && text[end - 1] <= ' ')
        {
            end--;
        }
        return text[start..end];
    }

    private static string Substring(string text, int from, int to) =>
        from >= 0 && to <= text.Length && from <= to
            ? text[from..to]
            : throw Methods.Failed(
                text,
                "substring",
                $"java.lang.StringIndexOutOfBoundsException: begin {from}, end {to}, length {text.Length}");

    private static VtlRuntimeException OutOfRange(string text, string name, int position) => Methods.Failed(
        text, name, $"java.lang.StringIndexOutOfBoundsException: String index out of range: {position}");

    private static object CodePointAt(string text, int position) =>
        char.IsHighSurrogate(text[position]) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1])
            ? char.ConvertToUtf32(text[position], text[position + 1])
            : (int)text[position];

    private static int IndexOf(string text, string sought, int from)
    {
        from = Math.Max(from, 0);
        if (from > text.Length)
        {
            return sought.Length == 0 ? text.Length : -1;
        }
        return text.IndexOf(sought, from, StringComparison.Ordinal);
    }

    private static int LastIndexOf(string text, string sought, int from)
    {
        if (from < 0)
        {
            return -1;
        }
        var start = Math.Min(from, text.Length - sought.Length);
        for (var i = start; i >= 0; i--)
        {
            if (string.CompareOrdinal(text, i, sought, 0, sought.Length) == 0)
            {
                return i;
            }
        }
        return -1;
    }

    private static object CompareTo(string text, string other)
    {
        var shared = Math.Min(text.Length, other.Length);
        for (var i = 0; i < shared; i++)
        {
            if (text[i] != other[i])
            {
                return text[i] - other[i];
            }
        }
        return text.Length - other.Length;
    }

    private static string FoldCase(string text) => text.ToUpperInvariant().ToLowerInvariant();

    private static JsonList Split(string text, string pattern, int limit) =>
        new(ListForm.Array, JavaRegex.Get(pattern).Split(text, limit, VtlLimits.MaxCollectionSize));

    private static string Replace(string text, string sought, string replacement)
    {
        if (sought.Length > 0)
        {
            return Bounded(text, "replace", text.Replace(sought, replacement, StringComparison.Ordinal));
        }
        // Java inserts the replacement between all characters; .NET refuses the empty text.
        var pieces = text.Select(each => each.ToString()).Prepend(string.Empty).Append(string.Empty);
        return Bounded(text, "replace", string.Join(replacement, pieces));
    }

    private static string Repeat(string text, int count)
    {
        if (count < 0 || (long)count * text.Length > VtlLimits.MaxStringLength)
        {
            throw Methods.Failed(text, "repeat", "java.lang.IllegalArgumentException");
        }
        return string.Concat(Enumerable.Repeat(text, count));
    }

    private static string Bounded(string text, string name, string result) =>
        result.Length <= VtlLimits.MaxStringLength
            ? result
            : throw Methods.Failed(text, name, "the result is too long");
}
