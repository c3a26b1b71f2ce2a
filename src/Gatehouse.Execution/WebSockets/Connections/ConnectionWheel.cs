namespace Gatehouse.Execution.WebSockets.Connections;

/// <summary>Something that the wheel looks at when its time has come.</summary>
internal interface IWheelItem
{
    /// <summary>The tick for which the item waits; the wheel's own.</summary>
    long DueTick { get; set; }

    /// <summary>Where it lies in the slot of that tick; the wheel's own.</summary>
    int Position { get; set; }

    /// <summary>The time has come.</summary>
    /// <param name="now">Milliseconds of the wheel.</param>
    /// <returns>When to look again, in milliseconds of the wheel; -1 for never.</returns>
    long Turn(long now);
}

/// <summary>
/// The deadlines of all connections under one timer: a slot for each second, in which an item lies until its second comes or it is
/// forgotten. What is forgotten lies nowhere: a connection that is over would stay in memory until its idle time is.
/// </summary>
internal sealed class ConnectionWheel : IDisposable
{
    private const int Slots = 1_024;
    private const int TickMs = 1_000;

    private readonly Lock _gate = new();
    private readonly List<IWheelItem>[] _slots = new List<IWheelItem>[Slots];
    private readonly TimeProvider _time;
    private readonly Action<Exception> _failed;
    private readonly long _origin;
    private readonly ITimer _timer;
    private List<IWheelItem> _spare = [];
    private long _tick;

    /// <param name="time">Tells and turns.</param>
    /// <param name="failed">Hears of an item that threw: our bug, which must not stop the others.</param>
    public ConnectionWheel(TimeProvider time, Action<Exception> failed)
    {
        _time = time;
        _failed = failed;
        _origin = time.GetTimestamp();
        for (var i = 0; i < Slots; i++)
        {
            _slots[i] = [];
        }

        var period = TimeSpan.FromMilliseconds(TickMs);
        _timer = time.CreateTimer(static wheel => ((ConnectionWheel)wheel!).TurnOn(), this, period, period);
    }

    /// <value>Milliseconds since the wheel began.</value>
    public long Now => (long)_time.GetElapsedTime(_origin).TotalMilliseconds;

    /// <summary>Looks at the item at this time, or sooner when it is far away; never later than it waits for already.</summary>
    public void Schedule(IWheelItem item, long at)
    {
        lock (_gate)
        {
            Put(item, at);
        }
    }

    /// <summary>The item is over.</summary>
    public void Forget(IWheelItem item)
    {
        lock (_gate)
        {
            TakeOutNeedsLock(item);
            item.DueTick = -1;
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Turns to the present second; the timer's work, and that of tests.</summary>
    public void TurnOn()
    {
        var target = Now / TickMs;
        while (true)
        {
            List<IWheelItem> due;
            long tick;
            lock (_gate)
            {
                if (_tick >= target)
                {
                    return;
                }

                tick = ++_tick;
                var slot = (int)(tick % Slots);
                due = _slots[slot];
                _slots[slot] = _spare;
                _spare = [];
            }

            foreach (var item in due)
            {
                Turn(item, tick);
            }

            due.Clear();
            _spare = due;
        }
    }

    private void Turn(IWheelItem item, long tick)
    {
        lock (_gate)
        {
            if (item.DueTick != tick)
            {
                return;
            }

            item.DueTick = 0;
        }

        long again;
        try
        {
            again = item.Turn(Now);
        }
        catch (Exception exception)
        {
            _failed(exception);
            return;
        }

        if (again >= 0)
        {
            Schedule(item, again);
        }
    }

    private void Put(IWheelItem item, long at)
    {
        var tick = Math.Clamp((at + TickMs - 1) / TickMs, _tick + 1, _tick + Slots - 1);
        if (item.DueTick < 0 || (item.DueTick > 0 && item.DueTick <= tick))
        {
            return;
        }

        TakeOutNeedsLock(item);
        var slot = _slots[tick % Slots];
        item.DueTick = tick;
        item.Position = slot.Count;
        slot.Add(item);
    }

    private void TakeOutNeedsLock(IWheelItem item)
    {
        if (item.DueTick <= _tick)
        {
            return; // in no slot: it was never scheduled, is over, or its second has come and it is being looked at
        }

        var slot = _slots[item.DueTick % Slots];
        var last = slot[^1];
        slot[item.Position] = last;
        last.Position = item.Position;
        slot.RemoveAt(slot.Count - 1);
    }
}
