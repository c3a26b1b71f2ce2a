namespace Gatehouse.Tests.Fakes;

/// <summary>A clock that only a test moves; timers run on the thread that advances it.</summary>
/// <param name="step">In steps of this length, small enough for every period to be seen; default 25 milliseconds.</param>
internal sealed class ManualTime(TimeSpan? step = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly long _step = (step ?? TimeSpan.FromMilliseconds(25)).Ticks;
    private long _ticks = new DateTime(2026, 3, 15, 12, 0, 0, DateTimeKind.Utc).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var end = GetTimestamp() + by.Ticks;
        while (GetTimestamp() < end)
        {
            Interlocked.Exchange(ref _ticks, Math.Min(end, GetTimestamp() + _step));
            ManualTimer[] timers;
            lock (_gate)
            {
                timers = [.. _timers];
            }

            foreach (var timer in timers)
            {
                timer.RunIfDue(GetTimestamp());
            }
        }
    }

    private void Remove(ManualTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualTime time, Action run) : ITimer
    {
        private long _due = long.MaxValue;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Interlocked.Exchange(
                ref _due, dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks);
            return true;
        }

        public void RunIfDue(long now)
        {
            if (Interlocked.Read(ref _due) > now)
            {
                return;
            }

            Interlocked.Exchange(
                ref _due, _period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero ? long.MaxValue : now + _period.Ticks);
            run();
        }

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
