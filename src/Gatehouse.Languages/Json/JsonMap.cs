namespace Gatehouse.Languages.Json;

/// <summary>
/// A map that keeps insertion order, as <c>java.util.LinkedHashMap</c> does. Keys are strings when the map comes from
/// JSON; a template may use any value, null included.
/// </summary>
/// <remarks>
/// Entries sit in one array and are searched in order; beyond <see cref="LinearSearchLimit"/> of them an index is
/// built. Request objects are small, and an array of pairs is the cheapest thing to fill.
/// </remarks>
public sealed class JsonMap : IEquatable<JsonMap>
{
    private const int LinearSearchLimit = 8;

    private static readonly object NullKey = new();

    private KeyValuePair<object?, object?>[] _entries;
    private Dictionary<object, int>? _index;
    private int _count;

    public JsonMap()
        : this(4)
    {
    }

    public JsonMap(int capacity) => _entries = new KeyValuePair<object?, object?>[Math.Max(1, capacity)];

    public int Count => _count;

    /// <summary>Counts the additions and removals, so that a loop over the map can see them.</summary>
    internal int Changes { get; private set; }

    /// <summary>A frozen map refuses every change: stage variables, for one, are shared by all requests.</summary>
    public bool IsFrozen { get; private set; }

    public object? this[object? key]
    {
        get => TryGetValue(key, out var value) ? value : null;
        set => Put(key, value);
    }

    /// <summary>The entries in the order in which their keys came.</summary>
    public IEnumerable<KeyValuePair<object?, object?>> Entries
    {
        get
        {
            for (var i = 0; i < _count; i++)
            {
                yield return _entries[i];
            }
        }
    }

    public KeyValuePair<object?, object?> EntryAt(int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, _count);
        return _entries[position];
    }

    public bool ContainsKey(object? key) => Find(key) >= 0;

    public bool TryGetValue(object? key, out object? value)
    {
        var position = Find(key);
        value = position >= 0 ? _entries[position].Value : null;
        return position >= 0;
    }

    /// <summary>Sets a value and returns the one that stood there before.</summary>
    public object? Put(object? key, object? value)
    {
        EnsureNotFrozen();
        var position = Find(key);
        if (position >= 0)
        {
            var previous = _entries[position].Value;
            _entries[position] = new(key, value);
            return previous;
        }
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }
        Changes++;
        _index?.Add(key ?? NullKey, _count);
        _entries[_count++] = new(key, value);
        return null;
    }

    public bool Remove(object? key, out object? value)
    {
        EnsureNotFrozen();
        var position = Find(key);
        if (position < 0)
        {
            value = null;
            return false;
        }
        value = _entries[position].Value;
        Changes++;
        Array.Copy(_entries, position + 1, _entries, position, _count - position - 1);
        _entries[--_count] = default;
        _index = null;
        return true;
    }

    public void Clear()
    {
        EnsureNotFrozen();
        Changes += _count > 0 ? 1 : 0;
        Array.Clear(_entries, 0, _count);
        _count = 0;
        _index = null;
    }

    public JsonMap Freeze()
    {
        // The index is built now, since readers of a frozen map may be concurrent.
        BuildIndexIfLarge();
        IsFrozen = true;
        return this;
    }

    /// <summary>Java's <c>Map.equals</c>: same pairs in any order.</summary>
    public bool Equals(JsonMap? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }
        if (other is null || other._count != _count)
        {
            return false;
        }
        ComparisonBudget.Enter();
        try
        {
            for (var i = 0; i < _count; i++)
            {
                if (!other.TryGetValue(_entries[i].Key, out var value) || !Equals(value, _entries[i].Value))
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

    public override bool Equals(object? obj) => Equals(obj as JsonMap);

    // See JsonList.GetHashCode.
    public override int GetHashCode() => 2;

    public override string ToString() => JsonText.Write(this);

    private int Find(object? key)
    {
        if (_count > LinearSearchLimit)
        {
            BuildIndexIfLarge();
            return _index!.TryGetValue(key ?? NullKey, out var position) ? position : -1;
        }
        if (key is string text)
        {
            for (var i = 0; i < _count; i++)
            {
                if (_entries[i].Key is string candidate && string.Equals(candidate, text, StringComparison.Ordinal))
                {
                    return i;
                }
            }
            return -1;
        }
        for (var i = 0; i < _count; i++)
        {
            if (Equals(_entries[i].Key, key))
            {
                return i;
            }
        }
        return -1;
    }

    private void BuildIndexIfLarge()
    {
        if (_index is not null || _count <= LinearSearchLimit)
        {
            return;
        }
        var index = new Dictionary<object, int>(_count * 2);
        for (var i = 0; i < _count; i++)
        {
            index.Add(_entries[i].Key ?? NullKey, i);
        }
        _index = index;
    }

    private void EnsureNotFrozen()
    {
        if (IsFrozen)
        {
            throw new InvalidOperationException("This map belongs to the gateway and cannot be changed.");
        }
    }
}
