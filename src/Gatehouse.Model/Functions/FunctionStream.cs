using System.IO.Pipelines;

namespace Gatehouse.Model.Functions;

/// <summary>
/// An invocation whose answer is read while the function writes it. Dispose it in any case: what nobody reads is then
/// dropped, and the function goes on, as on Lambda.
/// </summary>
public sealed class FunctionStream : IAsyncDisposable
{
    /// <summary>What the function answers.</summary>
    /// <remarks>
    /// The reader sets the pace: when it stops, the function's own writes wait. The end of the bytes is the end of the
    /// invocation, whatever it was: <see cref="Ended"/> tells.
    /// </remarks>
    public required PipeReader Body { get; init; }

    /// <summary>
    /// Completes when the function has begun to answer, or has ended without; never faults.
    /// </summary>
    public required Task Began { get; init; }

    /// <summary>
    /// Completes with <see cref="Began"/>: what a function that streams says that its answer is, such as
    /// <c>application/vnd.awslambda.http-integration-response</c> when metadata come first; never faults.
    /// </summary>
    /// <value><see langword="null"/> for an answer in one piece.</value>
    public Task<string?> ContentType { get; init; } = Task.FromResult<string?>(null);

    /// <summary>
    /// How the invocation ended; never faults. A success has no payload here, because <see cref="Body"/> had it; a
    /// failure has the error document, also when part of the answer was out by then.
    /// </summary>
    public required Task<FunctionResult> Ended { get; init; }

    /// <summary>An invocation that ended before anything ran.</summary>
    public static FunctionStream Refused(FunctionResult result)
    {
        var pipe = new Pipe();
        pipe.Writer.Complete();
        return new FunctionStream
        {
            Body = pipe.Reader, Began = Task.CompletedTask, Ended = Task.FromResult(result),
        };
    }

    public ValueTask DisposeAsync() => Body.CompleteAsync();
}
