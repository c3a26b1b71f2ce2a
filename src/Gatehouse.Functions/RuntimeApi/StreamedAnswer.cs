using System.Buffers;
using System.IO.Pipelines;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.RuntimeApi;

/// <summary>
/// Where a runtime's answer goes when its caller reads along: one writer, the connection that receives the answer, and
/// one reader, the caller. A reader that lags stops the connection from receiving, and so the function from writing.
/// </summary>
internal sealed class StreamedAnswer
{
    // Continuations run where the bytes were received, as everywhere on this path: they must not block.
    private static readonly PipeOptions Options = new(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: RuntimeApiLimits.StreamPauseBytes,
        resumeWriterThreshold: RuntimeApiLimits.StreamPauseBytes / 2,
        useSynchronizationContext: false);

    private readonly Pipe _pipe = new(Options);
    private readonly TaskCompletionSource<string?> _began = new();
    private readonly TaskCompletionSource<FunctionResult> _ended = new();

    public StreamedAnswer() => Stream = new FunctionStream
    {
        Body = _pipe.Reader, Began = _began.Task, ContentType = _began.Task, Ended = _ended.Task,
    };

    public FunctionStream Stream { get; }

    /// <summary>The runtime has begun to answer; it may not have sent a byte of it.</summary>
    /// <param name="contentType">What it says that the answer is.</param>
    public void Begin(string? contentType) => _began.TrySetResult(contentType);

    public Memory<byte> GetMemory() => _pipe.Writer.GetMemory(RuntimeApiLimits.StreamReceiveBytes);

    /// <summary>Hands over what was received, and waits while the reader lags.</summary>
    public async ValueTask AdvanceAsync(int count, CancellationToken cancellationToken)
    {
        // That the reader has gone is no news to the function: it goes on, and what it sends is dropped.
        _pipe.Writer.Advance(count);
        await _pipe.Writer.FlushAsync(cancellationToken);
    }

    /// <summary>The invocation is over. Nobody writes any more.</summary>
    public void Complete(FunctionResult result)
    {
        var whole = result.Outcome == FunctionOutcome.Succeeded ? result.Payload : default;
        if (!_ended.TrySetResult(WithoutPayload(result, whole)))
        {
            return;
        }

        // A runtime that does not stream is answered for in one piece.
        _pipe.Writer.Write(whole.Span);
        _began.TrySetResult(null);
        _pipe.Writer.Complete();
    }

    private static FunctionResult WithoutPayload(FunctionResult result, ReadOnlyMemory<byte> payload) =>
        payload.IsEmpty
            ? result
            : new FunctionResult
            {
                Outcome = result.Outcome,
                ExecutedVersion = result.ExecutedVersion,
                LogTail = result.LogTail,
            };
}
