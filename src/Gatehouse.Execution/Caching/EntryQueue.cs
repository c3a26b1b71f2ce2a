using System.Diagnostics;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// Entries in order of age, linked through themselves, so that one can leave from the middle when it is replaced. All
/// under the lock of its shard.
/// </summary>
internal sealed class EntryQueue
{
    private CacheEntry? _newest;
    private CacheEntry? _oldest;

    public long Bytes { get; private set; }

    public int Count { get; private set; }

    public void Add(CacheEntry entry)
    {
        Debug.Assert(entry.Queue is null, "an entry stands in one queue");
        entry.Queue = this;
        entry.Older = _newest;
        if (_newest is null)
        {
            _oldest = entry;
        }
        else
        {
            _newest.Newer = entry;
        }

        _newest = entry;
        Bytes += entry.SizeBytes;
        Count++;
    }

    public void Remove(CacheEntry entry)
    {
        Debug.Assert(entry.Queue == this, "an entry leaves the queue in which it stands");
        if (entry.Newer is null)
        {
            _newest = entry.Older;
        }
        else
        {
            entry.Newer.Older = entry.Older;
        }

        if (entry.Older is null)
        {
            _oldest = entry.Newer;
        }
        else
        {
            entry.Older.Newer = entry.Newer;
        }

        entry.Newer = null;
        entry.Older = null;
        entry.Queue = null;
        Bytes -= entry.SizeBytes;
        Count--;
    }

    public CacheEntry? TakeOldest()
    {
        var oldest = _oldest;
        if (oldest is not null)
        {
            Remove(oldest);
        }

        return oldest;
    }
}
