namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Moves a connection's deadline while a body is streamed: the idle bound counts only while the backend is waited for.</summary>
internal readonly struct BodyDeadlines(TimeProvider time, long started, UpstreamTimeouts timeouts)
{
    private readonly long _total = DeadlineClock.After(time, started, timeouts.Total);

    // A move that fails means that the connection was aborted; the next receive tells.
    public void WaitForBackend(UpstreamConnection connection)
    {
        if (timeouts.Idle != Timeout.InfiniteTimeSpan)
        {
            var idle = DeadlineClock.After(time, time.GetTimestamp(), timeouts.Idle);
            connection.TryMoveDeadline(Math.Min(_total, idle));
        }
    }

    public void WaitForClient(UpstreamConnection connection) => connection.TryMoveDeadline(_total);
}
