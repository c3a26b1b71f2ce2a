using System.Collections.Concurrent;

namespace Gatehouse.Execution.Authorizers;

/// <summary>
/// What was found out about callers, for a time. Bounded in entries and bytes: the oldest goes first, unless it was
/// asked for since it was last spared. Looking up takes no lock.
/// </summary>
internal sealed class ExpiringCache<T>(int maxEntries, long maxBytes, TimeProvider time)
    where T : class
{
    /// <value>Bytes of an entry beside its value: two objects, a node, a place in the queue. Estimated.</value>
    private const int OverheadBytes = 200;

    private readonly ConcurrentDictionary<CallerKey, Entry> _entries = new();
    private readonly Queue<Entry> _order = new();
    private readonly Lock _gate = new();
    private int _count;
    private long _bytes;

    public int Count => Volatile.Read(ref _count);

    public long Bytes => Volatile.Read(ref _bytes);

    public T? Find(in CallerKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        if (time.GetTimestamp() >= entry.Expires)
        {
            Remove(entry);
            return null;
        }

        entry.MarkUsed();
        return entry.Value;
    }

    /// <param name="key">Whose.</param>
    /// <param name="value">Never changed afterwards.</param>
    /// <param name="bytes">What it holds in memory, about.</param>
    /// <param name="lifetime">Nothing is kept for a time that is not positive.</param>
    public void Put(in CallerKey key, T value, int bytes, TimeSpan lifetime)
    {
        if (lifetime <= TimeSpan.Zero)
        {
            return;
        }

        var expires = time.GetTimestamp() + (long)(lifetime.TotalSeconds * time.TimestampFrequency);
        var entry = new Entry(key, value, bytes + OverheadBytes, expires);
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var former))
            {
                Account(former, -1);
            }

            _entries[key] = entry;
            Account(entry, 1);
            _order.Enqueue(entry);
            EvictNeedsLock();
        }
    }

    private void EvictNeedsLock()
    {
        // The queue also holds entries that were replaced or removed: it is bounded with the rest.
        while (_count > maxEntries || _bytes > maxBytes || _order.Count > 2 * maxEntries)
        {
            var oldest = _order.Dequeue();
            if (!IsCurrent(oldest))
            {
                continue;
            }

            if (oldest.TakeUsed() && time.GetTimestamp() < oldest.Expires && oldest.Bytes <= maxBytes)
            {
                _order.Enqueue(oldest);
                continue;
            }

            _entries.TryRemove(oldest.Key, out _);
            Account(oldest, -1);
        }
    }

    private void Remove(Entry entry)
    {
        lock (_gate)
        {
            if (IsCurrent(entry))
            {
                _entries.TryRemove(entry.Key, out _);
                Account(entry, -1);
            }
        }
    }

    private bool IsCurrent(Entry entry) =>
        _entries.TryGetValue(entry.Key, out var current) && ReferenceEquals(current, entry);

    private void Account(Entry entry, int sign)
    {
        _count += sign;
        _bytes += sign * (long)entry.Bytes;
    }

    private sealed class Entry(CallerKey key, T value, int bytes, long expires)
    {
        private bool _isUsed;

        public CallerKey Key { get; } = key;

        public T Value { get; } = value;

        public int Bytes { get; } = bytes;

        public long Expires { get; } = expires;

        /// <summary>Written only when it changes: the line of memory stays shared among cores.</summary>
        public void MarkUsed()
        {
            if (!Volatile.Read(ref _isUsed))
            {
                Volatile.Write(ref _isUsed, true);
            }
        }

        public bool TakeUsed()
        {
            var wasUsed = Volatile.Read(ref _isUsed);
            Volatile.Write(ref _isUsed, false);
            return wasUsed;
        }
    }
}
