namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Deadlines as timestamps of a TimeProvider: comparing two numbers instead of a timer per call.</summary>
internal static class DeadlineClock
{
    public static long After(TimeProvider time, long start, TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return long.MaxValue;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        var ticks = timeout.TotalSeconds * time.TimestampFrequency;
        return ticks >= long.MaxValue - start ? long.MaxValue : start + (long)ticks;
    }
}
