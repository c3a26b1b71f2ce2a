using Microsoft.Extensions.Logging;

namespace Gatehouse.Functions.Events;

internal static partial class EventLog
{
    [LoggerMessage(5201, LogLevel.Debug, "The event {RequestId} of {Function} runs again in {Seconds} s: {Reason}")]
    public static partial void EventRetries(
        this ILogger logger, string function, string requestId, double seconds, string? reason);

    [LoggerMessage(5202, LogLevel.Warning,
        "The event {RequestId} of {Function} has failed for good ({Condition}): {Reason}")]
    public static partial void EventFailed(
        this ILogger logger, string function, string requestId, string condition, string? reason);

    [LoggerMessage(5203, LogLevel.Error, "The event {RequestId} of {Function} could not be run")]
    public static partial void EventBroke(this ILogger logger, Exception exception, string function, string requestId);

    [LoggerMessage(5204, LogLevel.Error,
        "What became of the event {RequestId} of {Function} did not reach {Target}: {Reason}")]
    public static partial void EventUndelivered(
        this ILogger logger, string function, string requestId, string target, string reason);

    [LoggerMessage(5205, LogLevel.Warning, "{Count} asynchronous events are lost: the server stops before they ran")]
    public static partial void EventsLost(this ILogger logger, int count);
}
