using System.Collections.Concurrent;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// All entries of a stage between two flushes. A call keeps the generation in which it looked, so that an answer which
/// was asked for before a flush is never found after it.
/// </summary>
internal sealed class CacheGeneration
{
    private readonly ConcurrentDictionary<string, CacheEntry> _index = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CacheEntry>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly CacheShard[] _shards;

    public CacheGeneration(long capacityBytes)
    {
        _bySpan = _index.GetAlternateLookup<ReadOnlySpan<char>>();
        var count = (int)Math.Clamp(capacityBytes / CachingLimits.MinShardBytes, 1, CachingLimits.MaxShards);
        _shards = new CacheShard[count];
        for (var i = 0; i < count; i++)
        {
            _shards[i] = new CacheShard(_index, capacityBytes / count);
        }
    }

    /// <value>Bytes that all entries hold.</value>
    public long Bytes => _shards.Sum(static shard => shard.Bytes);

    public int Count => _index.Count;

    /// <summary>Finds an entry that has not expired. Takes no lock and allocates nothing.</summary>
    public CacheEntry? Find(ReadOnlySpan<char> key, long now)
    {
        if (!_bySpan.TryGetValue(key, out var entry) || entry.ExpiresAt <= now)
        {
            return null;
        }

        entry.Touch();
        return entry;
    }

    public void Store(CacheEntry entry, long now)
    {
        var hash = entry.Key.GetHashCode(StringComparison.Ordinal);
        _shards[(uint)hash % (uint)_shards.Length].Store(entry, hash, now);
    }
}
