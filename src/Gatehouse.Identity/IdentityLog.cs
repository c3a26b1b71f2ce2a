using Microsoft.Extensions.Logging;

namespace Gatehouse.Identity;

internal static partial class IdentityLog
{
    [LoggerMessage(
        7101, LogLevel.Warning,
        "Statement {Sid} of {Function} is not understood ({Problem}): an Allow allows nothing, a Deny denies")]
    public static partial void StatementNotUnderstood(
        this ILogger logger, string sid, string function, string problem);

    [LoggerMessage(
        7102, LogLevel.Error,
        "Access key {AccessKeyId} was sealed under another identity key and is refused until that key is back")]
    public static partial void AccessKeyNotOpened(this ILogger logger, string accessKeyId);
}
