using System.IO.Pipelines;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// Ends the wait for a function's bytes: after the total that the method allows, and after a silence (sheet §5.14). Its
/// timer is looked at when it fires, not re-armed for every piece.
/// </summary>
internal sealed class StreamClock : IDisposable
{
    private const long NotWaiting = long.MaxValue;

    private readonly PipeReader _reader;
    private readonly TimeProvider _time;
    private readonly TimeSpan _total;
    private readonly TimeSpan _idle;
    private readonly long _started;
    private readonly ITimer _timer;
    private long _waitingSince = NotWaiting;
    private volatile bool _isExpired;
    private volatile bool _isDisposed;

    public StreamClock(PipeReader reader, TimeProvider time, TimeSpan total, TimeSpan idle)
    {
        _reader = reader;
        _time = time;
        _total = total;
        _idle = idle;
        _started = time.GetTimestamp();
        var first = total < idle ? total : idle;
        _timer = time.CreateTimer(
            static state => ((StreamClock)state!).OnTimer(), this, first, Timeout.InfiniteTimeSpan);
    }

    public bool IsExpired => _isExpired;

    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>
    /// Reads; a result that is cancelled while <see cref="IsExpired"/> is the end of the wait. Only the function's
    /// silence counts: the time that a slow client takes is not its fault.
    /// </summary>
    public async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _waitingSince, _time.GetTimestamp());
        try
        {
            return await _reader.ReadAsync(cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _waitingSince, NotWaiting);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
    }

    private void OnTimer()
    {
        var since = Volatile.Read(ref _waitingSince);
        var silence = since == NotWaiting ? _idle : _idle - _time.GetElapsedTime(since);
        var rest = _total - Elapsed;
        var left = silence < rest ? silence : rest;
        if (left > TimeSpan.Zero)
        {
            Rearm(left);
            return;
        }

        _isExpired = true;
        if (!_isDisposed)
        {
            _reader.CancelPendingRead();
        }
    }

    private void Rearm(TimeSpan left)
    {
        try
        {
            // Rounded up: a timer that fires a hair early would only fire again.
            _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The stream has just ended.
        }
    }
}
