using System.Diagnostics;
using System.Text;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>The connections to one target: idle ones as a stack (the last used is the warmest and the least likely to have been
/// closed), all of them as a list for deadlines, and calls that wait because the target is at its limit.</summary>
internal sealed class UpstreamPool(UpstreamTarget target, UpstreamOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<UpstreamConnection> _idle = [];
    private readonly List<UpstreamConnection> _all = [];
    private readonly Queue<PoolWaiter> _waiters = new();
    private int _open;
    private long _lastUse = time.GetTimestamp();
    private bool _isRetired;

    public UpstreamTarget Target { get; } = target;

    /// <summary>The Host line that requests to this target get, when they bring none.</summary>
    public byte[] HostLine { get; } = Encoding.ASCII.GetBytes($"Host: {target.FormatAuthority()}\r\n");

    public int MaxHeadBytes => options.MaxHeadBytes;

    /// <summary>The warmest idle connection on which nothing happened since its last response; null when there is none.</summary>
    public UpstreamConnection? TryTake()
    {
        while (true)
        {
            UpstreamConnection connection;
            lock (_gate)
            {
                if (_idle.Count == 0)
                {
                    return null;
                }

                connection = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
            }

            if (!connection.IsStale)
            {
                return connection;
            }

            Discard(connection);
        }
    }

    public int CountUsable()
    {
        lock (_gate)
        {
            return _idle.Count(connection => !connection.IsStale);
        }
    }

    /// <summary>Asks for the right to open a connection. The waiter is set when the target is at its limit.</summary>
    public PoolGrant Reserve(out PoolWaiter? waiter)
    {
        waiter = null;
        lock (_gate)
        {
            if (_isRetired)
            {
                return PoolGrant.Retired;
            }

            if (_open < options.MaxConnectionsPerTarget)
            {
                _open++;
                return PoolGrant.Connect;
            }

            if (_waiters.Count >= UpstreamLimits.WaitersPerTarget)
            {
                return PoolGrant.Exhausted;
            }

            waiter = new PoolWaiter();
            _waiters.Enqueue(waiter);
            return PoolGrant.Wait;
        }
    }

    /// <summary>The connection for which a reservation was made.</summary>
    public void Add(UpstreamConnection connection)
    {
        lock (_gate)
        {
            connection.PoolIndex = _all.Count;
            _all.Add(connection);
        }
    }

    /// <summary>The connection for which a reservation was made could not be opened.</summary>
    public void Forgo()
    {
        lock (_gate)
        {
            FreeSlotNeedsLock();
        }
    }

    /// <summary>Takes back a connection whose response was read exactly.</summary>
    public void Return(UpstreamConnection connection)
    {
        var hint = connection.Head.KeepAliveHint;
        connection.IdleTimeout = hint == Timeout.InfiniteTimeSpan || hint - UpstreamLimits.KeepAliveMargin > options.IdleTimeout
            ? options.IdleTimeout
            : hint - UpstreamLimits.KeepAliveMargin;
        connection.Listen();
        PassOn(connection);
    }

    /// <summary>Gives a listening connection to the next call that waits, or keeps it.</summary>
    public void PassOn(UpstreamConnection connection)
    {
        if (connection.IsStale)
        {
            Discard(connection); // It said keep-alive and closed, or went on talking.
            return;
        }

        lock (_gate)
        {
            if (!_isRetired)
            {
                if (TryHandOverNeedsLock(connection))
                {
                    return;
                }

                if (_idle.Count < options.MaxIdlePerTarget && connection.IdleTimeout > TimeSpan.Zero)
                {
                    connection.IdleSince = _lastUse = time.GetTimestamp();
                    _idle.Add(connection);
                    return;
                }
            }
        }

        Discard(connection);
    }

    /// <summary>Closes a connection that nobody may use again.</summary>
    public void Discard(UpstreamConnection connection)
    {
        lock (_gate)
        {
            RemoveNeedsLock(connection);
        }

        connection.Transport.Dispose();
    }

    public void AbortOverdue(long now, List<UpstreamConnection> scratch)
    {
        lock (_gate)
        {
            foreach (var connection in _all)
            {
                if (connection.IsOverdue(now))
                {
                    scratch.Add(connection);
                }
            }
        }

        // Outside the lock: closing a socket may run what waits for it.
        foreach (var connection in scratch)
        {
            connection.AbortOverdue(now);
        }

        scratch.Clear();
    }

    /// <summary>Closes what was idle for too long or was closed by the backend. True when the pool itself is unused and retired.</summary>
    public bool Evict(long now, List<UpstreamConnection> scratch)
    {
        bool isRetired;
        lock (_gate)
        {
            for (var index = _idle.Count - 1; index >= 0; index--)
            {
                var connection = _idle[index];
                if (connection.IsStale || time.GetElapsedTime(connection.IdleSince, now) >= connection.IdleTimeout)
                {
                    _idle.RemoveAt(index);
                    RemoveNeedsLock(connection);
                    scratch.Add(connection);
                }
            }

            _isRetired |= _open == 0 && time.GetElapsedTime(_lastUse, now) >= options.IdleTimeout;
            isRetired = _isRetired;
        }

        foreach (var connection in scratch)
        {
            connection.Transport.Dispose();
        }

        scratch.Clear();
        return isRetired;
    }

    /// <summary>At the end of the server: idle connections close, running calls end, waiting calls are told.</summary>
    public void Close()
    {
        UpstreamConnection[] all;
        lock (_gate)
        {
            _isRetired = true;
            _idle.Clear();
            all = [.. _all];
            while (_waiters.TryDequeue(out var waiter))
            {
                waiter.Completion.TrySetCanceled();
            }
        }

        foreach (var connection in all)
        {
            connection.Abort(UpstreamFault.Cancelled);
            connection.Transport.Abort();
        }
    }

    private bool TryHandOverNeedsLock(UpstreamConnection connection)
    {
        while (_waiters.TryDequeue(out var waiter))
        {
            if (waiter.Completion.TrySetResult(connection))
            {
                return true;
            }
        }

        return false;
    }

    private void RemoveNeedsLock(UpstreamConnection connection)
    {
        var index = connection.PoolIndex;
        Debug.Assert(_all[index] == connection, "A connection leaves its pool once.");
        var last = _all[^1];
        _all[index] = last;
        last.PoolIndex = index;
        _all.RemoveAt(_all.Count - 1);
        FreeSlotNeedsLock();
    }

    private void FreeSlotNeedsLock()
    {
        // The slot goes to the first that still waits: null tells it to connect.
        while (_waiters.TryDequeue(out var waiter))
        {
            if (waiter.Completion.TrySetResult(null))
            {
                return;
            }
        }

        _open--;
        _lastUse = time.GetTimestamp();
        Debug.Assert(_open >= _all.Count, "Every connection holds a slot.");
    }
}
