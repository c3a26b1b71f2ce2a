using System.IO.Pipelines;

namespace Gatehouse.Execution.Exchange;

/// <summary>
/// Holds the beginning of a body before its head goes out. A short body of unknown length then gets its Content-Length, as
/// AWS always sends it (sheet §1.6), and a backend that fails early can still be answered for.
/// </summary>
/// <remarks>
/// Also the reason why nobody writes to Kestrel's pipe before the response has started: the memory that it lends until
/// then can run empty between two pieces (seen with bodies above 16 KiB).
/// </remarks>
/// <param name="inner">The client's side.</param>
/// <param name="limitBytes">What is held at most when a flush comes.</param>
/// <param name="writeHead">Sets the head of the answer; the write that follows sends it.</param>
internal sealed class HoldingWriter(PipeWriter inner, int limitBytes, Action writeHead) : PipeWriter, IDisposable
{
    /// <summary>A limit: the first flush lets the head go, with or without a body.</summary>
    public const int HoldsNothing = -1;

    private const int InitialBytes = 4_096;

    private PooledBytes? _held = new(InitialBytes);

    /// <summary>Everything so far, as long as nothing was let go; then <see langword="null"/>.</summary>
    public PooledBytes? Held => _held;

    /// <summary>Bytes of the body so far, held or let go.</summary>
    public long Bytes { get; private set; }

    public override void Advance(int bytes)
    {
        Bytes += bytes;
        if (_held is not null)
        {
            _held.Advance(bytes);
        }
        else
        {
            inner.Advance(bytes);
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _held?.GetMemory(sizeHint) ?? inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) =>
        _held is null ? inner.GetSpan(sizeHint) : _held.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_held is null)
        {
            return inner.FlushAsync(cancellationToken);
        }

        return _held.Length <= limitBytes ? default : ReleaseAsync(_held, cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <summary>The client's side is not this writer's to complete.</summary>
    public override void Complete(Exception? exception = null) => Dispose();

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }

    private async ValueTask<FlushResult> ReleaseAsync(PooledBytes held, CancellationToken cancellationToken)
    {
        _held = null;
        writeHead();
        using (held)
        {
            return await inner.WriteAsync(held.Written, cancellationToken);
        }
    }
}
