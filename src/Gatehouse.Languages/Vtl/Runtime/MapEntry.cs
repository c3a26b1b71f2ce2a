using System.Runtime.CompilerServices;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>An element of <c>entrySet()</c>.</summary>
internal sealed class MapEntry(JsonMap map, object? key) : IVtlObject
{
    public object? Key => key;

    public object? Value => map[key];

    public string Text => RuntimeHelpers.TryEnsureSufficientExecutionStack()
        ? $"{JavaText.Of(key)}={JavaText.Of(map[key])}"
        : throw new JsonLimitException("A value contains itself.");

    public override string ToString() => Text;

    public object? GetProperty(string name) => name switch
    {
        "key" or "Key" => key,
        "value" or "Value" => map[key],
        _ => null,
    };

    public bool TrySetProperty(string name, object? value)
    {
        if (name is not ("value" or "Value"))
        {
            return false;
        }
        MapMethods.Put(map, key, value);
        return true;
    }

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = null;
        switch (method, arguments.Length)
        {
            case ("getKey", 0):
                result = key;
                return true;
            case ("getValue", 0):
                result = map[key];
                return true;
            case ("setValue", 1):
                result = MapMethods.Put(map, key, arguments[0]);
                return true;
            case ("equals", 1):
                result = BoxedValues.Of(arguments[0] is MapEntry other && Equals(key, other.Key) && Equals(Value, other.Value));
                return true;
            case ("hashCode", 0):
                result = JavaHash.Of(this);
                return true;
            case ("toString", 0):
                result = Text;
                return true;
            default:
                return false;
        }
    }
}
