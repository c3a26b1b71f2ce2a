using System.IO.Pipelines;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// A body that flows to the client while a copy is kept, up to the largest entry. The copy counts only when the body
/// came to its end.
/// </summary>
/// <param name="inner">The backend's body.</param>
/// <param name="keep">Gets the whole body; the memory is only lent.</param>
internal sealed class TeeStream(IAnswerStream inner, Action<ReadOnlyMemory<byte>> keep) : IAnswerStream
{
    private const int InitialBytes = 4_096;

    public long? Length => inner.Length;

    public bool IsImmediate => inner.IsImmediate;

    public async ValueTask<StepResult> CopyToAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        using var copy = new PooledBytes((int)Math.Clamp(inner.Length ?? InitialBytes, 1, CachingLimits.EntryBytes));
        var writer = new TeeWriter(output, copy);
        var result = await inner.CopyToAsync(writer, cancellationToken);
        if (result.Fault is null && !writer.IsTooLarge)
        {
            keep(copy.Written);
        }

        return result;
    }

    /// <summary>Passes everything on, and copies what was written where it was written.</summary>
    private sealed class TeeWriter(PipeWriter output, PooledBytes copy) : PipeWriter
    {
        private Memory<byte> _lent;

        /// <summary>The body grew over the largest entry; what was copied is worthless.</summary>
        public bool IsTooLarge { get; private set; }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _lent = output.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            // Before the memory goes back to its owner.
            if (copy.Length + bytes > CachingLimits.EntryBytes)
            {
                IsTooLarge = true;
            }

            if (!IsTooLarge)
            {
                copy.Write(_lent.Span[..bytes]);
            }

            _lent = _lent[bytes..];
            output.Advance(bytes);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            output.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => output.CancelPendingFlush();

        /// <summary>The client's side is not this writer's to complete.</summary>
        public override void Complete(Exception? exception = null)
        {
        }
    }
}
