using System.Collections;

namespace Gatehouse.Languages.Json;

/// <summary>A mutable list of values, as templates and paths see it.</summary>
public sealed class JsonList : IReadOnlyList<object?>, IEquatable<JsonList>
{
    private const int FirstCapacity = 4;

    private readonly ListView? _view;
    private object?[] _items;
    private int _count;
    private int _changes;

    public JsonList(ListForm form = ListForm.Json)
    {
        Form = form;
        _items = [];
    }

    public JsonList(ListForm form, IEnumerable<object?> items)
    {
        Form = form;
        _items = [.. items];
        _count = _items.Length;
    }

    internal JsonList(ListForm form, ListView view)
    {
        Form = form;
        _view = view;
        _items = [];
    }

    public ListForm Form { get; }

    public int Count => _view is null ? _count : _view.Count;

    public object? this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return At(index);
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            if (_view is not null)
            {
                _view.Set(index, value);
                return;
            }
            _items[index] = value;
        }
    }

    /// <summary>Counts the additions and removals, so that a loop over the list can see them.</summary>
    internal int Changes => _view?.Changes ?? _changes;

    internal int PartDepth => _view?.Depth ?? 0;

    /// <summary>The count for a loop that is under way: it does not mind changes that make a view void.</summary>
    internal int CountForLoop => _view?.LastCount ?? Count;

    public void Add(object? item)
    {
        if (_view is not null)
        {
            _view.Insert(Count, item);
            return;
        }
        _changes++;
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(FirstCapacity, _count * 2));
        }

        _items[_count++] = item;
    }

    public void Insert(int index, object? item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)index, (uint)Count, nameof(index));
        if (_view is not null)
        {
            _view.Insert(index, item);
            return;
        }
        Add(null);
        Array.Copy(_items, index, _items, index + 1, _count - 1 - index);
        _items[index] = item;
    }

    public void RemoveAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        if (_view is not null)
        {
            _view.RemoveAt(index);
            return;
        }
        _changes++;
        _count--;
        Array.Copy(_items, index + 1, _items, index, _count - index);
        _items[_count] = null;
    }

    public void Clear()
    {
        if (_view is not null)
        {
            _view.Clear();
            return;
        }
        _changes++;
        Array.Clear(_items, 0, _count);
        _count = 0;
    }

    /// <summary>Counts as a change although nothing was added: <c>addAll([])</c> is one in Java.</summary>
    internal void Touch() => _changes++;

    public int IndexOf(object? item)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Equals(At(i), item))
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
            if (Equals(At(i), item))
            {
                return i;
            }
        }

        return -1;
    }

    public bool Contains(object? item) => IndexOf(item) >= 0;

    /// <summary>A part of the list that shows, and makes, changes of the whole.</summary>
    internal JsonList SubList(int start, int count) => new(ListForm.List, new SubListView(this, start, count));

    /// <summary>The elements. Adding or removing some while going through them is refused.</summary>
    public IEnumerator<object?> GetEnumerator()
    {
        var count = Count;
        for (var i = 0; i < count; i++)
        {
            yield return i < Count && count == Count
                ? At(i)
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
        ComparisonBudget.Enter();
        try
        {
            var count = Count;
            for (var i = 0; i < count; i++)
            {
                if (!Equals(At(i), other.At(i)))
                {
                    return false;
                }
            }
            return true;
        }
        finally
        {
            ComparisonBudget.Leave();
        }
    }

    public override bool Equals(object? obj) => Equals(obj as JsonList);

    // A mutable list used as a key of a map is legal in a template; a constant hash keeps such a map correct.
    public override int GetHashCode() => 1;

    public override string ToString() => JsonText.Write(this);

    private object? At(int index) => _view is null ? _items[index] : _view.Get(index);
}
