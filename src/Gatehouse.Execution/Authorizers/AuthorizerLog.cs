using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Authorizers;

internal static partial class AuthorizerLog
{
    [LoggerMessage(4701, LogLevel.Debug, "Issuer {Issuer}: {Keys} keys fetched")]
    public static partial void KeysFetched(this ILogger logger, string issuer, int keys);

    [LoggerMessage(4702, LogLevel.Warning, "Issuer {Issuer}: its keys cannot be fetched: {Problem}")]
    public static partial void KeysNotFetched(this ILogger logger, string issuer, string problem);

    [LoggerMessage(
        4703, LogLevel.Warning,
        "Issuer {Issuer}: the last keys are older than {Hours} hours and are used no more: {Problem}")]
    public static partial void KeysOutdated(this ILogger logger, string issuer, double hours, string? problem);

    [LoggerMessage(4704, LogLevel.Error, "Issuer {Issuer}: fetching its keys failed by a fault of the gateway")]
    public static partial void FetchFailed(this ILogger logger, Exception exception, string issuer);
}
