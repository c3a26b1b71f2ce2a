using Microsoft.Extensions.Logging;

namespace Gatehouse.Services.Skeleton;

internal static partial class SkeletonLog
{
    [LoggerMessage(
        6101, LogLevel.Debug, "{Service}:{Operation} {Status} {ErrorCode} in {ElapsedMs} ms, request {RequestId}")]
    public static partial void CallAnswered(
        this ILogger logger, string service, string operation, int status, string? errorCode, double elapsedMs,
        string requestId);

    [LoggerMessage(6102, LogLevel.Warning, "{Service}:{Operation} was called and is not implemented; said once")]
    public static partial void OperationMissing(this ILogger logger, string service, string operation);

    [LoggerMessage(6103, LogLevel.Error, "{Service}:{Operation} failed by a fault of the server, request {RequestId}")]
    public static partial void OperationFailed(
        this ILogger logger, Exception exception, string service, string operation, string requestId);
}
