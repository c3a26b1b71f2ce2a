using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// Asynchronous events of AWS integrations (sheet §5.13): accepted, run in the background, at most so many.
/// </summary>
/// <remarks>
/// Lambda's own queue repeats them and tells destinations. Differs from AWS: it keeps them in memory. Without a queue they
/// run once.
/// </remarks>
internal sealed class FunctionEvents(ILogger<FunctionEvents> logger, IFunctionEvents? queue = null)
{
    private int _running;

    /// <returns><see langword="false"/> when too many run already.</returns>
    public bool TryRun(IFunctionInvoker invoker, FunctionCall invocation)
    {
        if (queue is not null)
        {
            return queue.TryPost(invocation);
        }

        if (Interlocked.Increment(ref _running) > FunctionProxyLimits.EventsInFlight)
        {
            Interlocked.Decrement(ref _running);
            return false;
        }

        _ = RunAsync(invoker, invocation);
        return true;
    }

    private async Task RunAsync(IFunctionInvoker invoker, FunctionCall invocation)
    {
        try
        {
            var result = await invoker.InvokeAsync(invocation, CancellationToken.None);
            if (result.Outcome != FunctionOutcome.Succeeded)
            {
                logger.EventFailed(
                    invocation.Function.Arn, invocation.RequestId, result.Outcome.ToString(), result.Reason);
            }
        }
        catch (Exception exception)
        {
            logger.EventBroke(exception, invocation.Function.Arn, invocation.RequestId);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}

internal static partial class FunctionLog
{
    [LoggerMessage(4601, LogLevel.Warning, "The event {RequestId} of {Function} ended as {Outcome}: {Reason}")]
    public static partial void EventFailed(
        this ILogger logger, string function, string requestId, string outcome, string? reason);

    [LoggerMessage(4602, LogLevel.Error, "The event {RequestId} of {Function} could not be run")]
    public static partial void EventBroke(this ILogger logger, Exception exception, string function, string requestId);
}
