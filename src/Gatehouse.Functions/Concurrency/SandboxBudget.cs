using System.Collections.Concurrent;

namespace Gatehouse.Functions.Concurrency;

/// <summary>How many processes the host may run, over all functions.</summary>
internal sealed class SandboxBudget(int limit)
{
    private readonly ConcurrentDictionary<FunctionPool, byte> _pools = [];
    private readonly ConcurrentQueue<FunctionPool> _hungry = [];
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    public IEnumerable<FunctionPool> Pools => _pools.Keys;

    public void Register(FunctionPool pool) => _pools.TryAdd(pool, 0);

    public void Unregister(FunctionPool pool) => _pools.TryRemove(pool, out _);

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>Gives a place back; a pool that waits for one is told.</summary>
    public void Release()
    {
        Interlocked.Decrement(ref _taken);
        Wake();
    }

    /// <summary>A place may have become free, or free to be made.</summary>
    public void Wake()
    {
        while (_hungry.TryDequeue(out var pool) && !pool.TryGrow())
        {
            // That one has no calls left.
        }
    }

    /// <summary>Remembers a pool that has calls waiting but no place for a process.</summary>
    public void AddHungry(FunctionPool pool) => _hungry.Enqueue(pool);

    /// <summary>
    /// Stops the process that has been idle for longest, whosever it is: without this, functions of yesterday would
    /// keep
    /// today's from running.
    /// </summary>
    public bool TryEvictIdle()
    {
        // Bounded: each turn either wins or met a pool that changed meanwhile.
        for (var attempt = 0; attempt < 8; attempt++)
        {
            FunctionPool? oldest = null;
            var oldestSince = long.MaxValue;
            foreach (var pool in _pools.Keys)
            {
                if (pool.OldestIdleSince is { } since && since < oldestSince)
                {
                    (oldest, oldestSince) = (pool, since);
                }
            }

            if (oldest is null)
            {
                return false;
            }

            if (oldest.TryStopOldestIdle())
            {
                return true;
            }
        }

        return false;
    }
}
