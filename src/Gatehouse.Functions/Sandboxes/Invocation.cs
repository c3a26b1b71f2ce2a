using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>One call on its way through the host.</summary>
internal sealed class Invocation(FunctionCall call, long enqueuedAt)
{
    // Continuations run where the answer was read: one thread hop less per call. They must not block (the house's law),
    // and it is completed outside all locks.
    private readonly TaskCompletionSource<FunctionResult> _completion = new();

    public FunctionCall Call { get; } = call;

    /// <summary>When it arrived, as a timestamp of the host's clock.</summary>
    public long EnqueuedAt { get; } = enqueuedAt;

    public long StartedAt { get; set; }

    public void Complete(FunctionResult result) => _completion.TrySetResult(result);

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
