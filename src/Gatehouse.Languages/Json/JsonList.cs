using System.Collections;

namespace Gatehouse.Languages.Json;

/// <summary>A mutable list of values, as templates and paths see it.</summary>
public sealed class JsonList : IReadOnlyList<object?>, IEquatable<JsonList>
{
    private readonly List<object?> _items;

    public JsonList(ListForm form = ListForm.Json)
    {
        Form = form;
        _items = [];
    }

    public JsonList(ListForm form, IEnumerable<object?> items)
    {
        Form = form;
        _items = [.. items];
    }

    public ListForm Form { get; }

    public int Count => _items.Count;

    public object? this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    public void Add(object? item) => _items.Add(item);

    public void Insert(int index, object? item) => _items.Insert(index, item);

    public void RemoveAt(int index) => _items.RemoveAt(index);

    public void Clear() => _items.Clear();

    public int IndexOf(object? item) => _items.FindIndex(each => Equals(each, item));

    public int LastIndexOf(object? item) => _items.FindLastIndex(each => Equals(each, item));

    public bool Contains(object? item) => IndexOf(item) >= 0;

    /// <summary>A copy of part of the list, as a plain list.</summary>
    public JsonList Slice(int start, int length) => new(ListForm.List, _items.GetRange(start, length));

    public List<object?>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<object?> IEnumerable<object?>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

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
