using System.Collections.Concurrent;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// Decides which entries stay, by S3-FIFO: a small queue on trial, a main queue, and the hashes of what failed the
/// trial. An entry that is asked for twice on trial moves to main; one that comes back after failing starts in main.
/// </summary>
/// <remarks>
/// Chosen over LRU for two reasons. A hit moves nothing, so readers take no lock: LRU would make every hit a write to
/// one list. And answers that are asked for once (crawlers, random parameters) leave after a tenth of the memory
/// instead of pushing out what is in use. (Yang et al., "FIFO queues are all you need for cache eviction", SOSP 2023;
/// the sizes and thresholds are the paper's.)
/// </remarks>
internal sealed class CacheShard(ConcurrentDictionary<string, CacheEntry> index, long capacityBytes)
{
    private const int TrialShare = 10; // a tenth
    private const int HitsToStay = 2;

    private readonly Lock _lock = new();
    private readonly EntryQueue _trial = new();
    private readonly EntryQueue _main = new();
    private readonly Queue<int> _ghostOrder = new();
    private readonly HashSet<int> _ghosts = [];

    /// <value>Bytes in both queues.</value>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _trial.Bytes + _main.Bytes;
            }
        }
    }

    public void Store(CacheEntry entry, int hash, long now)
    {
        if (entry.SizeBytes > capacityBytes)
        {
            return;
        }

        lock (_lock)
        {
            var queue = _trial;
            if (index.TryGetValue(entry.Key, out var former))
            {
                // What replaces an entry inherits its standing, so that refreshing a hot one does not put it on trial.
                queue = former.Queue ?? queue;
                entry.Hits = former.Hits;
                former.Queue?.Remove(former);
            }
            else if (_ghosts.Remove(hash))
            {
                queue = _main;
            }

            index[entry.Key] = entry;
            queue.Add(entry);
            EvictNeedsLock(now);
        }
    }

    private void EvictNeedsLock(long now)
    {
        while (_trial.Bytes + _main.Bytes > capacityBytes)
        {
            if (_main.Count == 0 || _trial.Bytes > capacityBytes / TrialShare)
            {
                EndTrialNeedsLock(now);
            }
            else
            {
                EvictFromMainNeedsLock(now);
            }
        }
    }

    private void EndTrialNeedsLock(long now)
    {
        if (_trial.TakeOldest() is not { } oldest)
        {
            return;
        }

        if (oldest.ExpiresAt <= now)
        {
            DropNeedsLock(oldest);
        }
        else if (oldest.Hits >= HitsToStay)
        {
            oldest.Hits = 0;
            _main.Add(oldest);
        }
        else
        {
            DropNeedsLock(oldest);
            RememberNeedsLock(oldest.Key.GetHashCode(StringComparison.Ordinal));
        }
    }

    /// <summary>Hits buy another round; they are at most three, so this ends.</summary>
    private void EvictFromMainNeedsLock(long now)
    {
        if (_main.TakeOldest() is not { } oldest)
        {
            return;
        }

        var hits = oldest.Hits;
        if (hits > 0 && oldest.ExpiresAt > now)
        {
            oldest.Hits = hits - 1;
            _main.Add(oldest);
        }
        else
        {
            DropNeedsLock(oldest);
        }
    }

    private void DropNeedsLock(CacheEntry entry) =>
        index.TryRemove(new KeyValuePair<string, CacheEntry>(entry.Key, entry));

    private void RememberNeedsLock(int hash)
    {
        if (!_ghosts.Add(hash))
        {
            return;
        }

        _ghostOrder.Enqueue(hash);
        if (_ghostOrder.Count > CachingLimits.GhostsPerShard)
        {
            _ghosts.Remove(_ghostOrder.Dequeue());
        }
    }
}
