using System.Diagnostics;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>One connection, used by one exchange at a time. A receive is always under way while it is idle: it notices a
/// backend that closes without any system call, and it is the receive of the next response.</summary>
internal sealed class UpstreamConnection(UpstreamPool pool, UpstreamTransport transport)
{
    // The deadline as a timestamp while an exchange runs, Idle between them, or a negative abort reason. Whoever moves it
    // from a deadline to a reason closes the socket, so a late timer can never hit the next exchange.
    private const long Idle = 0;

    private ValueTask<int> _receiving;
    private long _deadline;

    public UpstreamPool Pool { get; } = pool;

    public UpstreamTransport Transport { get; } = transport;

    public UpstreamHead Head { get; } = new();

    public ResponseBody Body { get; } = new();

    /// <summary>Its place in the pool's list; guarded by the pool.</summary>
    public int PoolIndex { get; set; }

    public byte[] Buffer { get; private set; } = new byte[UpstreamLimits.ReceiveBufferBytes];

    /// <summary>Bytes received of the current response, from the start of <see cref="Buffer"/>.</summary>
    public int Filled { get; private set; }

    /// <summary>When it became idle; guarded by the pool.</summary>
    public long IdleSince { get; set; }

    /// <summary>Longest time to keep it idle: the pool's or, when shorter, what the backend announced.</summary>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>It carried an exchange before: the backend may have closed it since.</summary>
    public bool WasUsed { get; private set; }

    /// <summary>Something arrived though nothing was asked: the end, an error, or bytes nobody may believe.</summary>
    public bool IsStale => _receiving.IsCompleted;

    /// <summary>The reason it was aborted for during this exchange; None when it was not.</summary>
    public UpstreamFault AbortReason =>
        Volatile.Read(ref _deadline) is var state && state < Idle ? (UpstreamFault)(-state) : UpstreamFault.None;

    /// <summary>Starts the receive that waits for the next response.</summary>
    public void Listen()
    {
        Filled = 0;
        Head.Reset();
        if (Buffer.Length != UpstreamLimits.ReceiveBufferBytes)
        {
            Buffer = new byte[UpstreamLimits.ReceiveBufferBytes]; // One huge head does not stay with the connection.
        }

#pragma warning disable CA2012 // Kept on purpose, and awaited once: by the next exchange.
        _receiving = Transport.ReceiveAsync(Buffer);
#pragma warning restore CA2012
    }

    public void Begin(long deadline)
    {
        Debug.Assert(deadline > Idle, "Deadlines are in the future.");
        var previous = Interlocked.Exchange(ref _deadline, deadline);
        Debug.Assert(previous == Idle, "One exchange at a time.");
    }

    /// <summary>False when a deadline or a token was faster: the connection is dead.</summary>
    public bool TryMoveDeadline(long deadline)
    {
        var current = Volatile.Read(ref _deadline);
        return current > Idle && Interlocked.CompareExchange(ref _deadline, deadline, current) == current;
    }

    /// <summary>Ends the exchange's hold; false when it was aborted.</summary>
    public bool TryEnd()
    {
        WasUsed = true;
        return Interlocked.Exchange(ref _deadline, Idle) > Idle;
    }

    public bool IsOverdue(long now) => Volatile.Read(ref _deadline) is var deadline && deadline > Idle && deadline <= now;

    /// <summary>Closes the socket if its deadline passed.</summary>
    public void AbortOverdue(long now)
    {
        var deadline = Volatile.Read(ref _deadline);
        if (deadline > Idle
            && deadline <= now
            && Interlocked.CompareExchange(ref _deadline, -(long)UpstreamFault.TimedOut, deadline) == deadline)
        {
            Transport.Abort();
        }
    }

    /// <summary>Ends the running exchange with that fault; does nothing when it ended already.</summary>
    public void Abort(UpstreamFault reason)
    {
        while (true)
        {
            var deadline = Volatile.Read(ref _deadline);
            if (deadline <= Idle)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _deadline, -(long)reason, deadline) == deadline)
            {
                Transport.Abort();
                return;
            }
        }
    }

    /// <summary>The receive that <see cref="Listen"/> started; awaited once.</summary>
    public ValueTask<int> FirstReceiveAsync()
    {
        var receiving = _receiving;
        _receiving = default;
        return receiving;
    }

    /// <summary>Receives more behind what is there. The buffer must have room.</summary>
    public ValueTask<int> ReceiveMoreAsync() => Transport.ReceiveAsync(Buffer.AsMemory(Filled));

    public void Received(int count)
    {
        Filled += count;
        Debug.Assert(Filled <= Buffer.Length, "A receive never writes beyond its buffer.");
    }

    public bool HasRoom => Filled < Buffer.Length;

    /// <summary>Makes room for a longer head; false at the limit.</summary>
    public bool TryGrow(int maxBytes)
    {
        if (Buffer.Length >= maxBytes)
        {
            return false;
        }

        var larger = new byte[Math.Min(Buffer.Length * 2, maxBytes)];
        Buffer.AsSpan(0, Filled).CopyTo(larger);
        Buffer = larger;
        return true;
    }
}
