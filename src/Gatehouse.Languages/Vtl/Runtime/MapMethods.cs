using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>The methods of <c>java.util.Map</c>.</summary>
internal static class MapMethods
{
    public static object? Put(JsonMap map, object? key, object? value)
    {
        if (map.IsFrozen)
        {
            throw Methods.Failed(map, "put", "java.lang.UnsupportedOperationException");
        }
        if (map.Count >= VtlLimits.MaxCollectionSize && !map.ContainsKey(key))
        {
            throw Methods.Failed(map, "put", "the map is too large");
        }
        JavaHash.CheckKey(key);
        return map.Put(key, value);
    }

    public static bool TryInvoke(JsonMap map, string name, ReadOnlySpan<object?> arguments, out object? result)
    {
        switch (arguments.Length)
        {
            case 0:
                return TryInvoke(map, name, out result);
            case 1:
                return TryInvoke(map, name, arguments[0], out result);
            case 2:
                return TryInvoke(map, name, arguments[0], arguments[1], out result);
            default:
                result = null;
                return false;
        }
    }

    private static bool TryInvoke(JsonMap map, string name, out object? result)
    {
        result = name switch
        {
            "size" => BoxedValues.Of(map.Count),
            "isEmpty" => BoxedValues.Of(map.Count == 0),
            "keySet" => new JsonList(ListForm.Set, new MapView(map, static each => each.Key)),
            "values" => new JsonList(ListForm.Set, new MapView(map, static each => each.Value)),
            "entrySet" => new JsonList(ListForm.Set, new MapView(map, each => new MapEntry(map, each.Key))),
            "clear" => Clear(map),
            _ => null,
        };
        return result is not null;
    }

    private static bool TryInvoke(JsonMap map, string name, object? argument, out object? result)
    {
        switch (name)
        {
            case "get":
                result = map[argument];
                return true;
            case "containsKey":
                result = BoxedValues.Of(map.ContainsKey(argument));
                return true;
            case "containsValue":
                result = BoxedValues.Of(map.Entries.Any(each => Equals(each.Value, argument)));
                return true;
            case "remove":
                map.Remove(argument, out result);
                return true;
            case "putAll" when argument is JsonMap other:
                foreach (var (key, value) in other.Entries.ToArray())
                {
                    Put(map, key, value);
                }
                result = string.Empty;
                return true;
            case "putAll" when argument is null:
                throw Methods.Failed(map, name, "java.lang.NullPointerException");
            default:
                result = null;
                return false;
        }
    }

    private static bool TryInvoke(JsonMap map, string name, object? first, object? second, out object? result)
    {
        result = null;
        switch (name)
        {
            case "put":
                result = Put(map, first, second);
                return true;
            case "getOrDefault":
                result = map.TryGetValue(first, out var found) ? found : second;
                return true;
            case "putIfAbsent":
                result = map[first];
                if (result is null)
                {
                    Put(map, first, second);
                }
                return true;
            case "replace":
                if (map.ContainsKey(first))
                {
                    result = Put(map, first, second);
                }
                return true;
            case "remove":
                var matches = map.TryGetValue(first, out var present) && Equals(present, second);
                if (matches)
                {
                    map.Remove(first, out _);
                }
                result = BoxedValues.Of(matches);
                return true;
            default:
                return false;
        }
    }

    private static string Clear(JsonMap map)
    {
        map.Clear();
        return string.Empty;
    }
}
