using System.Collections;

namespace Gatehouse.Languages.Json;

/// <summary>A mutable list of values, as templates and paths see it.</summary>
public sealed class JsonList : IReadOnlyList<object?>, IEquatable<JsonList>
{
    private const int FirstCapacity = 4;

    private object?[] _items;

    public JsonList(ListForm form = ListForm.Json)
    {
        Form = form;
        _items = [];
    }

    public JsonList(ListForm form, IEnumerable<object?> items)
    {
        Form = form;
        _items = [.. items];
        Count = _items.Length;
    }

    public ListForm Form { get; }

    public int Count { get; private set; }

    public object? this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _items[index];
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            _items[index] = value;
        }
    }

    public void Add(object? item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(FirstCapacity, Count * 2));
        }

        _items[Count++] = item;
    }

    public void Insert(int index, object? item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)index, (uint)Count, nameof(index));
        Add(null);
        Array.Copy(_items, index, _items, index + 1, Count - 1 - index);
        _items[index] = item;
    }

    public void RemoveAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        Count--;
        Array.Copy(_items, index + 1, _items, index, Count - index);
        _items[Count] = null;
    }

    public void Clear()
    {
        Array.Clear(_items, 0, Count);
        Count = 0;
    }

    public int IndexOf(object? item)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Equals(_items[i], item))
            {
                return i;
            }
        }

        return -1;
    }

    public int LastIndexOf(object? item)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (Equals(_items[i], item))
            {
                return i;
            }
        }

        return -1;
    }

    public bool Contains(object? item) => IndexOf(item) >= 0;

    /// <summary>A copy of part of the list, as a plain list.</summary>
    public JsonList Slice(int start, int length) =>
        new(ListForm.List, _items.AsSpan(0, Count).Slice(start, length).ToArray());

    /// <summary>The elements. Adding or removing some while going through them is refused.</summary>
    public IEnumerator<object?> GetEnumerator()
    {
        var count = Count;
        for (var i = 0; i < count; i++)
        {
            yield return i < Count && count == Count
                ? _items[i]
                : throw new InvalidOperationException("The list changed while its elements were enumerated.");
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Java's <c>List.equals</c>: same elements in the same order; arrays are equal only to themselves.
    /// </summary>
    public bool Equals(JsonList? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }
        if (other is null || Form == ListForm.Array || other.Form == ListForm.Array || Count != other.Count)
        {
            return false;
        }
        for (var i = 0; i < Count; i++)
        {
            if (!Equals(_items[i], other._items[i]))
            {
                return false;
            }
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as JsonList);

    // A mutable list used as a key of a map is legal in a template; a constant hash keeps such a map correct.
    public override int GetHashCode() => 1;

    public override string ToString() => JsonText.Write(this);
}
