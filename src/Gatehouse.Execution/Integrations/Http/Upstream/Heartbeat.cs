using System.Collections.Concurrent;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Looks at every connection's deadline many times per second, and at idle connections every second. Sleeps while there
/// is no connection at all.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private readonly ConcurrentDictionary<UpstreamTarget, UpstreamPool> _pools;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly List<UpstreamConnection> _scratch = [];
    private long _lastEviction;
    private int _isBeating;
    private int _isAwake;

    public Heartbeat(ConcurrentDictionary<UpstreamTarget, UpstreamPool> pools, TimeProvider time)
    {
        _pools = pools;
        _time = time;
        _lastEviction = time.GetTimestamp();
        _timer = time.CreateTimer(
            static self => ((Heartbeat)self!).Beat(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>There is a connection now.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isAwake, 1) == 0)
        {
            _timer.Change(UpstreamLimits.HeartbeatPeriod, UpstreamLimits.HeartbeatPeriod);
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Beat()
    {
        if (Interlocked.Exchange(ref _isBeating, 1) != 0)
        {
            return; // The last beat is late; it looks at everything anyway.
        }

        try
        {
            var now = _time.GetTimestamp();
            foreach (var (_, pool) in _pools)
            {
                pool.AbortOverdue(now, _scratch);
            }

            if (_time.GetElapsedTime(_lastEviction, now) >= UpstreamLimits.EvictionPeriod)
            {
                _lastEviction = now;
                Evict(now);
            }
        }
        finally
        {
            Volatile.Write(ref _isBeating, 0);
        }
    }

    private void Evict(long now)
    {
        foreach (var entry in _pools)
        {
            if (entry.Value.Evict(now, _scratch))
            {
                _pools.TryRemove(entry);
            }
        }

        if (_pools.IsEmpty)
        {
            Sleep();
        }
    }

    private void Sleep()
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Volatile.Write(ref _isAwake, 0);

        // A pool that came in between saw the old mark; pools only go away here, so one look is enough.
        if (!_pools.IsEmpty)
        {
            Wake();
        }
    }
}
