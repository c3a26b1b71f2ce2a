using System.IO.Pipelines;

namespace Gatehouse.Execution.Records;

/// <summary>
/// Passes a streamed body on and keeps its first bytes for the execution log. Only with data trace: other bodies flow
/// past nobody.
/// </summary>
internal sealed class CapturingWriter(PipeWriter inner) : PipeWriter
{
    private readonly byte[] _kept = new byte[RecordLimits.BodyBytes];
    private Memory<byte> _lent;
    private int _length;

    /// <summary>The beginning of the body; whole when it is shorter than a line of the log.</summary>
    public ReadOnlyMemory<byte> Kept => _kept.AsMemory(0, _length);

    public override void Advance(int bytes)
    {
        var count = Math.Min(bytes, _kept.Length - _length);
        _lent.Span[..count].CopyTo(_kept.AsSpan(_length));
        _length += count;
        inner.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _lent = inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        inner.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <summary>The inner writer is not this one's to complete.</summary>
    public override void Complete(Exception? exception = null) => _lent = default;
}
