using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Planes;

internal static partial class PlanesLog
{
    [LoggerMessage(9101, LogLevel.Error, "A request failed by a fault of the server: {Method} {Path}")]
    public static partial void UnhandledFailure(this ILogger logger, Exception exception, string method, string path);
}
