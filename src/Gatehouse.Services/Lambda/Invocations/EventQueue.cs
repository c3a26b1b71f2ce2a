using System.Threading.Channels;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>Asynchronous invocations: accepted at once, run in the background in order of arrival.</summary>
/// <remarks>Differs from AWS: events are kept in memory and are not retried after a function error.</remarks>
internal sealed class EventQueue
{
    private readonly Channel<FunctionCall> _waiting =
        Channel.CreateBounded<FunctionCall>(InvocationLimits.WaitingEvents);
    private readonly IFunctionInvoker _invoker;
    private readonly ILogger _logger;
    private long _waitingBytes;

    public EventQueue(IFunctionInvoker invoker, ILogger logger)
    {
        _invoker = invoker;
        _logger = logger;
        for (var i = 0; i < InvocationLimits.ConcurrentEvents; i++)
        {
            _ = Task.Run(RunAsync);
        }
    }

    /// <returns><see langword="false"/> when too many events wait already.</returns>
    public bool TryEnqueue(FunctionCall call)
    {
        if (Interlocked.Add(ref _waitingBytes, call.Payload.Length) <= InvocationLimits.WaitingBytes
            && _waiting.Writer.TryWrite(call))
        {
            return true;
        }

        Interlocked.Add(ref _waitingBytes, -call.Payload.Length);
        return false;
    }

    private async Task RunAsync()
    {
        await foreach (var call in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            Interlocked.Add(ref _waitingBytes, -call.Payload.Length);
            try
            {
                var result = await _invoker.InvokeAsync(call, CancellationToken.None);
                if (result.Outcome != FunctionOutcome.Succeeded)
                {
                    _logger.EventFailed(call.Function.Arn, call.RequestId, result.Outcome.ToString(), result.Reason);
                }
            }
            catch (Exception exception)
            {
                _logger.EventBroke(exception, call.Function.Arn, call.RequestId);
            }
        }
    }
}

internal static partial class InvocationsLog
{
    [LoggerMessage(7201, LogLevel.Warning, "The event {RequestId} of {Function} ended as {Outcome}: {Reason}")]
    public static partial void EventFailed(
        this ILogger logger, string function, string requestId, string outcome, string? reason);

    [LoggerMessage(7202, LogLevel.Error, "The event {RequestId} of {Function} could not be run")]
    public static partial void EventBroke(this ILogger logger, Exception exception, string function, string requestId);
}
