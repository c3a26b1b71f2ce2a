using Microsoft.Extensions.Logging;

namespace Gatehouse.Identity;

internal static partial class IdentityLog
{
    [LoggerMessage(7101, LogLevel.Warning, "Statement {Sid} of the policy of {Function} is not understood ({Problem}); it allows nothing, and a Deny of its kind denies")]
    public static partial void StatementNotUnderstood(this ILogger logger, string sid, string function, string problem);
}
