namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>A call that waits for a connection: it gets one, or null and with it the right to open one.</summary>
internal sealed class PoolWaiter
{
    // Asynchronously: whoever returns a connection must not run the next call before its own is finished.
    public TaskCompletionSource<UpstreamConnection?> Completion { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
