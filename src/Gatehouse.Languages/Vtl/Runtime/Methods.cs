using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// The methods that templates may call, by the type of the value. Each type lists its own; nothing is found by
/// reflection, so <c>getClass</c> and what hangs on it do not exist (rest-execution §6.2).
/// </summary>
internal static class Methods
{
    /// <summary>The result of a call; null when no such method takes these arguments.</summary>
    public static object? Invoke(object target, string name, ReadOnlySpan<object?> arguments)
    {
        try
        {
            if (Find(target, name, arguments, out var result))
            {
                return result;
            }
            if (!arguments.IsEmpty && TakesNothing(target, name))
            {
                // Velocity 1.7 finds a method without parameters whatever the arguments, and then fails to call it.
                throw Failed(target, name, "java.lang.IllegalArgumentException: wrong number of arguments");
            }
            return null;
        }
        catch (Exception failed) when (failed is JavaRegexException or JsonLimitException or InvalidOperationException)
        {
            throw Failed(target, name, failed.Message, failed);
        }
    }

    public static VtlRuntimeException Failed(object target, string name, string problem, Exception? cause = null) =>
        new($"Invocation of method '{name}' in {TypeName(target)} threw exception: {problem}", cause);

    private static bool Find(object target, string name, ReadOnlySpan<object?> arguments, out object? result) =>
        target switch
        {
            IVtlObject known => known.TryInvoke(name, arguments, out result),
            string text => StringMethods.TryInvoke(text, name, arguments, out result)
                || FindOnAny(text, name, arguments, out result),
            JsonMap map => MapMethods.TryInvoke(map, name, arguments, out result)
                || FindOnAny(map, name, arguments, out result),
            JsonList list => ListMethods.TryInvoke(list, name, arguments, out result)
                || FindOnAny(list, name, arguments, out result),
            _ => NumberMethods.TryInvoke(target, name, arguments, out result)
                || FindOnAny(target, name, arguments, out result),
        };

    private static bool TakesNothing(object target, string name) => name switch
    {
        "toString" or "hashCode" => target is MapEntry or ForeachScope || target is not IVtlObject,
        "getKey" or "getValue" => target is MapEntry,
        "next" => target is IteratorValue,
        "hasNext" when target is IteratorValue => true,
        "getIndex" or "getCount" or "hasNext" or "isFirst" or "isLast" or "getParent" or "getTopmost" or "getInfo"
            or "getReplaced" => target is ForeachScope,
        "isEmpty" => target is string or JsonMap or JsonList { Form: not ListForm.Array },
        "size" or "clear" => target is JsonMap or JsonList { Form: not ListForm.Array },
        "iterator" => target is JsonList { Form: not ListForm.Array },
        "keySet" or "values" or "entrySet" => target is JsonMap,
        "length" or "trim" or "toLowerCase" or "toUpperCase" or "intern" or "toCharArray" => target is string,
        "intValue" or "longValue" or "doubleValue" or "floatValue" or "shortValue" or "byteValue" =>
            JavaNumber.IsNumber(target),
        "booleanValue" => target is bool,
        "charValue" => target is char,
        _ => false,
    };

    private static bool FindOnAny(object target, string name, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = (name, arguments.Length) switch
        {
            ("toString", 0) => ValueText.Of(target),
            ("equals", 1) => BoxedValues.Of(target.Equals(arguments[0])),
            ("hashCode", 0) => JavaHash.Of(target),
            _ => null,
        };
        return result is not null;
    }

    private static string TypeName(object target) => target switch
    {
        string => "class java.lang.String",
        JsonList => "class java.util.ArrayList",
        JsonMap => "class java.util.LinkedHashMap",
        int => "class java.lang.Integer",
        long => "class java.lang.Long",
        double => "class java.lang.Double",
        bool => "class java.lang.Boolean",
        _ => "an object of the gateway",
    };
}
