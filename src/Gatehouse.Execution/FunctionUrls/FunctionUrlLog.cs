using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.FunctionUrls;

internal static partial class FunctionUrlLog
{
    [LoggerMessage(4701, LogLevel.Debug, "Request {RequestId} of a function URL answered {Status}: {Detail}")]
    public static partial void UrlRefused(this ILogger logger, string requestId, int status, string? detail);
}
