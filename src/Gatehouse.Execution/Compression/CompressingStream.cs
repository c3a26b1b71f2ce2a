using System.Buffers;
using System.IO.Pipelines;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Compression;

/// <summary>
/// A body that flows from a backend and is packed on its way. It is held while it is shorter than the API's minimum,
/// because a body that ends before goes out plain; the minimum is at most the 10 MiB that a held body may have.
/// </summary>
/// <param name="inner">The backend's body.</param>
/// <param name="coding">What the client asked for.</param>
/// <param name="minimumBytes">From which length on the body is packed.</param>
/// <param name="announce">Adds the coding to the head, which has not gone out yet when this is called.</param>
internal sealed class CompressingStream(IAnswerStream inner, ContentCoding coding, int minimumBytes, Action announce)
    : IAnswerStream
{
    /// <summary>Nobody knows how small it becomes.</summary>
    public long? Length => null;

    public bool IsImmediate => inner.IsImmediate;

    public async ValueTask<StepResult> CopyToAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        using var writer = new PackingWriter(output, coding, minimumBytes, announce);
        var result = await inner.CopyToAsync(writer, cancellationToken);
        if (result.Fault is null)
        {
            await writer.EndAsync(cancellationToken);
        }

        return result;
    }

    private sealed class PackingWriter(PipeWriter output, ContentCoding coding, int minimumBytes, Action announce)
        : PipeWriter, IDisposable
    {
        private const int InitialBytes = 4_096;

        private PooledBytes _plain = new(InitialBytes);
        private BodyPacker? _packer;

        public override void Advance(int bytes) => _plain.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => _plain.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => _plain.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (_packer is null && _plain.Length < minimumBytes)
            {
                return default;
            }

            PackHeld();
            return output.FlushAsync(cancellationToken);
        }

        /// <summary>The body is whole.</summary>
        public async ValueTask EndAsync(CancellationToken cancellationToken)
        {
            if (_packer is not null || _plain.Length >= minimumBytes)
            {
                PackHeld();
                _packer!.Dispose();
            }
            else
            {
                output.Write(_plain.WrittenSpan);
            }

            await output.FlushAsync(cancellationToken);
        }

        public override void CancelPendingFlush() => output.CancelPendingFlush();

        /// <summary>The client's side is not this writer's to complete.</summary>
        public override void Complete(Exception? exception = null) => Dispose();

        public void Dispose()
        {
            _plain.Dispose();
            _packer?.Dispose();
            _packer = null;
        }

        private void PackHeld()
        {
            if (_packer is null)
            {
                announce();
                _packer = new BodyPacker(coding, output);
            }

            _packer.Write(_plain.WrittenSpan);
            _plain.Dispose();
            _plain = new PooledBytes(InitialBytes);
        }
    }
}
