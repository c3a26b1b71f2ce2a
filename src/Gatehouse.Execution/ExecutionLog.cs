using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution;

internal static partial class ExecutionLog
{
    [LoggerMessage(4001, LogLevel.Debug, "Request {RequestId} answered with {Type} ({Status}): {Detail}")]
    public static partial void Faulted(this ILogger logger, string requestId, string type, int status, string? detail);

    [LoggerMessage(4002, LogLevel.Error, "Request {RequestId} failed by a fault of the gateway: {Verb} {Path}")]
    public static partial void Failed(
        this ILogger logger, Exception exception, string requestId, string verb, string path);

    [LoggerMessage(
        4003, LogLevel.Debug, "Request {RequestId}: the backend broke off in the middle of its body: {Detail}")]
    public static partial void StreamBroken(this ILogger logger, string requestId, string? detail);

    [LoggerMessage(4011, LogLevel.Debug, "Stage {ApiId}/{Stage} serves deployment {DeploymentId}")]
    public static partial void Published(this ILogger logger, string apiId, string stage, string deploymentId);

    [LoggerMessage(
        4012, LogLevel.Error,
        "Stage {ApiId}/{Stage}: deployment {DeploymentId} does not compile, what was served before stays: {Error}")]
    public static partial void NotPublished(
        this ILogger logger, string apiId, string stage, string deploymentId, string error);

    [LoggerMessage(4013, LogLevel.Error, "A publication listener failed")]
    public static partial void ListenerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(4014, LogLevel.Error, "The compiler failed on stage {ApiId}/{Stage}")]
    public static partial void CompilerFailed(this ILogger logger, Exception exception, string apiId, string stage);
}
