using System.IO.Pipelines;

namespace Gatehouse.Execution.Exchange;

/// <summary>
/// The pace of a STREAM response: its first 10 MB as fast as they come, then 2 MB each second (sheet §5.14).
/// </summary>
internal sealed class PacedWriter(PipeWriter inner, TimeProvider time) : PipeWriter
{
    private long _sent;
    private long _slowSince;

    /// <value>A timestamp of the time provider, or zero before the first byte.</value>
    public long FirstByteAt { get; private set; }

    public override void Advance(int bytes)
    {
        if (_sent == 0 && bytes > 0)
        {
            FirstByteAt = time.GetTimestamp();
        }

        _sent += bytes;
        inner.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        _sent <= ExecutionLimits.StreamBurstBytes
            ? inner.FlushAsync(cancellationToken)
            : FlushSlowlyAsync(cancellationToken);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <summary>The client's side is not this writer's to complete.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    private async ValueTask<FlushResult> FlushSlowlyAsync(CancellationToken cancellationToken)
    {
        if (_slowSince == 0)
        {
            _slowSince = time.GetTimestamp();
        }

        var flushed = await inner.FlushAsync(cancellationToken);
        var due = TimeSpan.FromSeconds(
            (double)(_sent - ExecutionLimits.StreamBurstBytes) / ExecutionLimits.StreamBytesPerSecond);
        var early = due - time.GetElapsedTime(_slowSince);
        if (early > TimeSpan.Zero)
        {
            await Task.Delay(early, time, cancellationToken);
        }

        return flushed;
    }
}
