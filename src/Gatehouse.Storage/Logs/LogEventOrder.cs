using System.Collections.Immutable;
using Gatehouse.Model.Logs;

namespace Gatehouse.Storage.Logs;

/// <summary>
/// Puts events into the order of time, then of arrival, while their blocks come in the order of their beginnings; knows
/// when no later block can change what was asked for.
/// </summary>
/// <param name="limit">Events wanted.</param>
/// <param name="takesLast">The last ones; blocks then come from the youngest back.</param>
internal sealed class LogEventOrder(int limit, bool takesLast)
{
    private static readonly Comparer<LogEvent> Order = Comparer<LogEvent>.Create(static (a, b) =>
        a.Timestamp == b.Timestamp ? a.Id.CompareTo(b.Id) : a.Timestamp.CompareTo(b.Timestamp));

    // On top the one that goes first when there are too many: the youngest, or the oldest of the last.
    private readonly PriorityQueue<LogEvent, LogEvent> _events = new(takesLast
        ? Order
        : Comparer<LogEvent>.Create(static (a, b) => Order.Compare(b, a)));

    public void Add(LogEvent one)
    {
        if (_events.Count < limit)
        {
            _events.Enqueue(one, one);
        }
        else
        {
            _ = _events.EnqueueDequeue(one, one);
        }
    }

    /// <param name="first">The beginning of the next block, milliseconds since 1970.</param>
    public bool IsCompleteAt(long first)
    {
        if (_events.Count < limit)
        {
            return false;
        }

        var edge = _events.Peek().Timestamp.ToUnixTimeMilliseconds();
        return takesLast ? first + LogStoreLimits.BlockMilliseconds < edge : first > edge;
    }

    public ImmutableArray<LogEvent> Take() =>
        [.. _events.UnorderedItems.Select(static item => item.Element).Order(Order)];
}
