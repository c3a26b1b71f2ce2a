using System.Runtime.InteropServices;

namespace Gatehouse.Execution.Throttling;

/// <summary>
/// A token bucket without a lock: the whole state is the moment at which the bucket would be full again (the
/// theoretical
/// arrival time of the generic cell rate algorithm), moved on by one compare-and-swap per request. The rate is an
/// argument, because it belongs to the plan and this state outlives plans.
/// </summary>
/// <remarks>
/// Time is counted in 1/1,024 of the interval between two tokens, always from the bucket's beginning, so that rounding
/// never adds up: over any span the bucket gives its rate, give or take a thousandth of a token.
/// </remarks>
internal sealed class TokenBucket(TimeProvider time)
{
    private Cell? _cell;

    /// <summary>Takes a token if there is one.</summary>
    /// <param name="rate">What holds now. A change keeps how many tokens are missing.</param>
    /// <param name="arrivedAt">
    /// A timestamp that the caller has anyway. It may be a little old, which can only make the bucket look emptier than
    /// it is; before it refuses, the clock is read.
    /// </param>
    public bool TryTake(Rate rate, long arrivedAt)
    {
        var cell = Volatile.Read(ref _cell);
        if (cell is null || !ReferenceEquals(cell.Rate, rate))
        {
            cell = Fit(cell, rate);
        }

        return cell.TryTake(arrivedAt) || cell.TryTake(time.GetTimestamp());
    }

    private Cell Fit(Cell? old, Rate rate)
    {
        if (old?.Rate == rate)
        {
            old.Rate = rate; // published again with the same numbers: found by its reference from here on
            return old;
        }

        var now = time.GetTimestamp();
        var fresh = new Cell(rate, now, time.TimestampFrequency, old?.MissingAt(now) ?? 0);
        var first = Interlocked.CompareExchange(ref _cell, fresh, old);
        // Who comes second takes the winner's bucket when it is the same, so that a burst counts once.
        return first == old ? fresh : first is not null && first.Rate == rate ? first : fresh;
    }

    /// <summary>The bucket at one rate.</summary>
    private sealed class Cell
    {
        private const double UnitsPerToken = 1_024;

        private readonly long _origin;
        private readonly double _unitsPerTick;
        private readonly long _depth;
        private PaddedTime _full;

        public Cell(Rate rate, long origin, long ticksPerSecond, double missing)
        {
            Rate = rate;
            _origin = origin;
            // At rate 0 this clock stands still: the burst is all there ever is.
            _unitsPerTick = rate.PerSecond * UnitsPerToken / ticksPerSecond;
            _depth = (long)(rate.Burst * UnitsPerToken);
            _full.Units = (long)(Math.Min(missing, rate.Burst) * UnitsPerToken);
        }

        public Rate Rate { get; set; }

        public bool TryTake(long timestamp)
        {
            var now = UnitsAt(timestamp);
            var full = Volatile.Read(ref _full.Units);
            while (true)
            {
                var next = Math.Max(full, now) + (long)UnitsPerToken;
                if (next - now > _depth)
                {
                    return false;
                }

                var seen = Interlocked.CompareExchange(ref _full.Units, next, full);
                if (seen == full)
                {
                    return true;
                }

                full = seen;
            }
        }

        /// <summary>Tokens that the bucket lacks to be full.</summary>
        public double MissingAt(long timestamp) =>
            Math.Max(0, Volatile.Read(ref _full.Units) - UnitsAt(timestamp)) / UnitsPerToken;

        // To the nearest unit: a token that is due exactly now is there.
        private long UnitsAt(long timestamp) => (long)(((timestamp - _origin) * _unitsPerTick) + 0.5);
    }

    /// <summary>Keeps what every core writes off the cache line of what every core reads.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct PaddedTime
    {
        [FieldOffset(64)]
        public long Units;
    }
}
