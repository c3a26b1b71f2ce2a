using Gatehouse.Functions.Concurrency;
using Gatehouse.Functions.RuntimeApi;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>One call on its way through the host.</summary>
/// <param name="call">What is asked for.</param>
/// <param name="share">What it has entered, and leaves when it ends.</param>
/// <param name="enqueuedAt">When it arrived, as a timestamp of the host's clock.</param>
/// <param name="output">For a caller that reads the answer along.</param>
internal sealed class Invocation(
    FunctionCall call, ReservedShare share, long enqueuedAt, StreamedAnswer? output = null)
{
    // Continuations run where the answer was read: one thread hop less per call. They must not block (the house's law),
    // and it is completed outside all locks.
    private readonly TaskCompletionSource<FunctionResult> _completion = new();
    private int _hasLeft;

    public FunctionCall Call { get; } = call;

    /// <summary>When it arrived, as a timestamp of the host's clock.</summary>
    public long EnqueuedAt { get; } = enqueuedAt;

    public long StartedAt { get; set; }

    public StreamedAnswer? Output { get; } = output;

    public void Complete(FunctionResult result)
    {
        // Before the caller hears of it: its next call must find room.
        if (Interlocked.Exchange(ref _hasLeft, 1) == 0)
        {
            share.Leave();
        }

        if (Output is null)
        {
            _completion.TrySetResult(result);
        }
        else
        {
            Output.Complete(result);
        }
    }

    public ValueTask<FunctionResult> AwaitAsync(CancellationToken cancellationToken)
    {
        if (_completion.Task.IsCompletedSuccessfully || !cancellationToken.CanBeCanceled)
        {
            return new ValueTask<FunctionResult>(_completion.Task);
        }

        return AwaitCancellableAsync(cancellationToken);
    }

    private async ValueTask<FunctionResult> AwaitCancellableAsync(CancellationToken cancellationToken)
    {
        // Only the wait ends: the function goes on, as on Lambda.
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((Invocation)state!)._completion.TrySetCanceled(token), this);
        return await _completion.Task;
    }
}
