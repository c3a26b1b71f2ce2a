using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(
        8101, LogLevel.Error,
        "The observer {Observer} failed at revision {Revision}; what it served before stays in force")]
    public static partial void ObserverFailed(this ILogger logger, Exception exception, string observer, long revision);

    [LoggerMessage(
        8102, LogLevel.Warning,
        "Revision {Revision} is stored, but this node's planes have not applied it after {Seconds} s")]
    public static partial void ObserversAreSlow(this ILogger logger, long revision, double seconds);

    [LoggerMessage(8103, LogLevel.Error, "A write to the store failed; nothing of it was kept")]
    public static partial void WriteFailed(this ILogger logger, Exception exception);

    [LoggerMessage(8104, LogLevel.Warning, "A failed transaction could not be rolled back; the next write tries again")]
    public static partial void RollbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(8105, LogLevel.Error, "Log events could not be stored and are dropped until this is cured")]
    public static partial void LogsNotWritten(this ILogger logger, Exception exception);

    [LoggerMessage(8106, LogLevel.Warning, "Old log events could not be removed; the next write tries again")]
    public static partial void LogsNotPruned(this ILogger logger, Exception exception);

    [LoggerMessage(8107, LogLevel.Information, "{Count} documents with secrets were sealed under the key in force")]
    public static partial void SecretsResealed(this ILogger logger, int count);
}
