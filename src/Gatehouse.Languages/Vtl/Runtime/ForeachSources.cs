using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>What a loop goes through.</summary>
internal interface IForeachSource
{
    bool HasNext { get; }

    object? Next();
}

/// <summary>The elements of a list. Like Java's iterators it fails when the list changes under it.</summary>
internal struct ListSource(JsonList list) : IForeachSource
{
    private readonly int _count = list.Count;
    private readonly int _changes = list.Changes;
    private int _next;

    // Java compares the position with the size of now: after a removal of the last but one element the loop just ends.
    // The iterators of a map's parts know beforehand whether there is another element.
    public readonly bool HasNext => list.Form == ListForm.Set ? _next < _count : _next != list.CountForLoop;

    public object? Next()
    {
        if (list.Changes != _changes)
        {
            throw new VtlRuntimeException("A list changed while #foreach went through it.");
        }
        return list[_next++];
    }
}

/// <summary>The values of a map.</summary>
internal struct MapSource(JsonMap map) : IForeachSource
{
    private readonly int _count = map.Count;
    private readonly int _changes = map.Changes;
    private int _next;

    public readonly bool HasNext => _next < _count;

    public object? Next()
    {
        if (map.Changes != _changes)
        {
            throw new VtlRuntimeException("A map changed while #foreach went through it.");
        }
        return map.EntryAt(_next++).Value;
    }
}

/// <summary>The result of <c>iterator()</c>.</summary>
internal sealed class IteratorValue(JsonList list) : IForeachSource, IVtlObject
{
    private ListSource _source = new(list);

    public bool HasNext => _source.HasNext;

    public string Text => "java.util.Iterator";

    public object? Next() => _source.Next();

    public object? GetProperty(string name) => null;

    public bool TrySetProperty(string name, object? value) => false;

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = null;
        if (!arguments.IsEmpty || method is not ("hasNext" or "next"))
        {
            return false;
        }
        if (method == "next" && !HasNext)
        {
            throw new VtlRuntimeException("java.util.NoSuchElementException");
        }
        result = method == "next" ? Next() : BoxedValues.Of(HasNext);
        return true;
    }
}
