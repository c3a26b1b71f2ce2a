using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>The methods of <c>java.util.List</c>, of sets (without those that take an index) and of arrays.</summary>
internal static class ListMethods
{
    public static object? Get(JsonList list, int index) =>
        index >= 0 && index < list.Count ? list[index] : throw OutOfRange(list, "get", index);

    public static object? Set(JsonList list, int index, object? value)
    {
        if (index < 0 || index >= list.Count)
        {
            throw OutOfRange(list, "set", index);
        }
        if (list.Form == ListForm.Array && value is not (null or string) && list.All(each => each is string))
        {
            // The pieces of split() are an array of strings and nothing else.
            throw Methods.Failed(list, "set", "java.lang.IllegalArgumentException: array element type mismatch");
        }
        var previous = list[index];
        list[index] = value;
        return previous;
    }

    public static bool TryInvoke(JsonList list, string name, ReadOnlySpan<object?> arguments, out object? result)
    {
        var isFound = arguments.Length switch
        {
            0 => TryInvoke(list, name, out result),
            1 => TryInvoke(list, name, arguments[0], out result),
            2 => TryInvoke(list, name, arguments[0], arguments[1], out result),
            _ => NotFound(out result),
        };
        return isFound;
    }

    private static bool TryInvoke(JsonList list, string name, out object? result)
    {
        switch (name)
        {
            case "size":
                result = BoxedValues.Of(list.Count);
                return true;
            case "isEmpty":
                result = BoxedValues.Of(list.Count == 0);
                return true;
            case "iterator":
                result = new IteratorValue(list);
                return true;
            case "clear" when IsShrinkable(list):
                list.Clear();
                result = string.Empty; // A void method prints as nothing.
                return true;
            case "clear":
                result = list.Count > 0 ? throw Unsupported(list, name) : string.Empty;
                return true;
            case "toArray":
                result = new JsonList(ListForm.Array, list);
                return true;
            default:
                return NotFound(out result);
        }
    }

    private static bool TryInvoke(JsonList list, string name, object? argument, out object? result)
    {
        var hasIndex = list.Form != ListForm.Set;
        switch (name)
        {
            case "get" when hasIndex && argument is int index:
                result = Get(list, index);
                return true;
            case "add" when IsGrowable(list):
                Reserve(list, "add", 1);
                list.Add(argument);
                result = BoxedValues.True;
                return true;
            case "remove" when IsShrinkable(list):
                result = Remove(list, argument);
                return true;
            case "contains":
                result = BoxedValues.Of(list.Contains(argument));
                return true;
            case "indexOf" when hasIndex:
                result = BoxedValues.Of(list.IndexOf(argument));
                return true;
            case "lastIndexOf" when hasIndex:
                result = BoxedValues.Of(list.LastIndexOf(argument));
                return true;
            case "addAll" or "containsAll" or "removeAll" or "retainAll"
                when argument is JsonList { Form: not ListForm.Array } other:
                return TryInvokeWithAll(list, name, other, out result);
            case "addAll" or "containsAll" or "removeAll" or "retainAll" when argument is null:
                throw Methods.Failed(list, name, "java.lang.NullPointerException");
            case "add":
                throw Unsupported(list, name);
            case "remove" when argument is int && list.Form == ListForm.Array:
                throw Unsupported(list, name);
            case "remove":
                // Only what would have to be taken out is refused.
                result = list.Contains(argument) ? throw Unsupported(list, name) : BoxedValues.False;
                return true;
            default:
                return NotFound(out result);
        }
    }

    private static bool TryInvoke(JsonList list, string name, object? first, object? second, out object? result)
    {
        if (list.Form == ListForm.Set || first is not int index)
        {
            return NotFound(out result);
        }
        switch (name)
        {
            case "set":
                result = Set(list, index, second);
                return true;
            case "add" when IsGrowable(list):
                Insert(list, "add", index, [second]);
                result = string.Empty;
                return true;
            case "add":
                throw Unsupported(list, name);
            case "addAll" when second is null:
                throw Methods.Failed(list, name, "java.lang.NullPointerException");
            case "addAll" when second is JsonList { Form: ListForm.Array }:
                // An array is no Collection.
                return NotFound(out result);
            case "addAll" when list.Form == ListForm.Array && second is JsonList none:
                result = none.Count > 0 || index < 0 || index > list.Count
                    ? throw Unsupported(list, name)
                    : BoxedValues.False;
                return true;
            case "addAll" when IsGrowable(list) && second is JsonList other:
                object?[] items = [.. other];
                Insert(list, "addAll", index, items);
                result = BoxedValues.Of(items.Length > 0);
                return true;
            case "subList" when second is int end:
                if (index < 0 || end > list.Count || index > end)
                {
                    throw OutOfRange(list, name, index);
                }
                result = list.SubList(index, end - index);
                return true;
            default:
                return NotFound(out result);
        }
    }

    private static bool TryInvokeWithAll(JsonList list, string name, JsonList other, out object? result)
    {
        switch (name)
        {
            case "containsAll":
                result = BoxedValues.Of(other.All(list.Contains));
                return true;
            case "addAll" when IsGrowable(list):
                Reserve(list, name, other.Count);
                var added = other.ToArray();
                list.Touch();
                foreach (var item in added)
                {
                    list.Add(item);
                }
                result = BoxedValues.Of(added.Length > 0);
                return true;
            case "removeAll" or "retainAll" when IsShrinkable(list):
                result = BoxedValues.Of(RemoveWhere(list, other, keeps: name == "retainAll"));
                return true;
            case "addAll":
                result = other.Count > 0 ? throw Unsupported(list, name) : BoxedValues.False;
                return true;
            case "removeAll" or "retainAll":
                result = list.Any(item => other.Contains(item) == (name == "removeAll"))
                    ? throw Unsupported(list, name)
                    : BoxedValues.False;
                return true;
            default:
                return NotFound(out result);
        }
    }

    // With a number it is remove(int), whatever the list holds: Java's overload for an index is the more specific one.
    private static object? Remove(JsonList list, object? argument)
    {
        if (argument is int index && list.Form != ListForm.Set)
        {
            var removed = index >= 0 && index < list.Count ? list[index] : throw OutOfRange(list, "remove", index);
            list.RemoveAt(index);
            return removed;
        }
        var position = list.IndexOf(argument);
        if (position >= 0)
        {
            list.RemoveAt(position);
        }
        return BoxedValues.Of(position >= 0);
    }

    private static bool RemoveWhere(JsonList list, JsonList other, bool keeps)
    {
        var before = list.Count;
        var sought = other.ToArray();
        for (var i = list.Count - 1; i >= 0; i--)
        {
            var item = list[i];
            if (sought.Any(each => Equals(each, item)) != keeps)
            {
                list.RemoveAt(i);
            }
        }
        return list.Count != before;
    }

    private static void Insert(JsonList list, string name, int index, object?[] items)
    {
        if (index < 0 || index > list.Count)
        {
            throw OutOfRange(list, name, index);
        }
        Reserve(list, name, items.Length);
        list.Touch();
        foreach (var item in items)
        {
            list.Insert(index++, item);
        }
    }

    private static bool IsGrowable(JsonList list) => list.Form is ListForm.Json or ListForm.List;

    // Nothing can be added to the keys of a map, but what is taken out of them leaves the map.
    private static bool IsShrinkable(JsonList list) => list.Form != ListForm.Array;

    private static void Reserve(JsonList list, string name, int added)
    {
        if (list.Count + added > VtlLimits.MaxCollectionSize)
        {
            throw Methods.Failed(list, name, "the list is too long");
        }
    }

    private static bool NotFound(out object? result)
    {
        result = null;
        return false;
    }

    // What Java says of an array, and of the keys, values and entries of a map.
    private static VtlRuntimeException Unsupported(JsonList list, string name) =>
        Methods.Failed(list, name, "java.lang.UnsupportedOperationException");

    private static VtlRuntimeException OutOfRange(JsonList list, string name, int index) => Methods.Failed(
        list, name, $"java.lang.IndexOutOfBoundsException: Index {index} out of bounds for length {list.Count}");
}
