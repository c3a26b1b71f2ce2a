namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Bounds of a streamed response body (rest-execution.md §5.14: 15 minutes in total, 5 minutes idle).</summary>
/// <param name="Total">From the call of SendAsync to the last byte; replaces the timeout given there.
/// <see cref="Timeout.InfiniteTimeSpan"/>: no bound.</param>
/// <param name="Idle">Longest wait for the backend's next byte. Waiting for a slow client does not count.
/// <see cref="Timeout.InfiniteTimeSpan"/>: no bound.</param>
internal readonly record struct UpstreamTimeouts(TimeSpan Total, TimeSpan Idle);
