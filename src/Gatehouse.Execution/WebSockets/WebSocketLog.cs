using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.WebSockets;

internal static partial class WebSocketLog
{
    [LoggerMessage(4901, LogLevel.Error, "The handshake {RequestId} failed by a fault of the gateway")]
    public static partial void HandshakeFailed(this ILogger logger, Exception exception, string requestId);

    [LoggerMessage(4902, LogLevel.Error, "The {EventType} event {RequestId} of {ConnectionId} failed by a fault of the gateway")]
    public static partial void EventFailed(
        this ILogger logger, Exception exception, string eventType, string requestId, string connectionId);

    [LoggerMessage(4903, LogLevel.Error, "The connection {ConnectionId} ended by a fault of the gateway")]
    public static partial void ConnectionFailed(this ILogger logger, Exception exception, string connectionId);

    [LoggerMessage(4904, LogLevel.Error, "A deadline of a connection could not be kept")]
    public static partial void DeadlineFailed(this ILogger logger, Exception exception);

    [LoggerMessage(4905, LogLevel.Warning, "The client of {ConnectionId} does not read: the connection is closed")]
    public static partial void SlowConsumer(this ILogger logger, string connectionId);

    [LoggerMessage(4906, LogLevel.Warning, "$disconnect of {ConnectionId} was not delivered: {Detail}")]
    public static partial void DisconnectLost(this ILogger logger, string connectionId, string? detail);

    [LoggerMessage(4907, LogLevel.Information, "Closing {Count} WebSocket connections")]
    public static partial void Draining(this ILogger logger, int count);

    [LoggerMessage(4908, LogLevel.Warning, "{Connections} connections and {Events} events were left when the time to stop was over")]
    public static partial void DrainCut(this ILogger logger, int connections, int events);

    [LoggerMessage(4909, LogLevel.Error, "The WebSocket request {RequestId} failed by a fault of the gateway")]
    public static partial void ManagementFailed(this ILogger logger, Exception exception, string requestId);

    [LoggerMessage(4911, LogLevel.Information, "WebSocket API {ApiId}, stage {Stage}: deployment {DeploymentId} is in force")]
    public static partial void Published(this ILogger logger, string apiId, string stage, string deploymentId);

    [LoggerMessage(4912, LogLevel.Error, "WebSocket API {ApiId}, stage {Stage}: deployment {DeploymentId} does not compile: {Error}")]
    public static partial void NotPublished(
        this ILogger logger, string apiId, string stage, string deploymentId, string error);

    [LoggerMessage(4913, LogLevel.Error, "WebSocket API {ApiId}, stage {Stage}: the compiler failed")]
    public static partial void CompilerFailed(this ILogger logger, Exception exception, string apiId, string stage);

    [LoggerMessage(4914, LogLevel.Error, "A listener of publications failed")]
    public static partial void ListenerFailed(this ILogger logger, Exception exception);
}
