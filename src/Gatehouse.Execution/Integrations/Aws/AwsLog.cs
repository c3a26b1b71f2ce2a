using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>Log lines of the AWS integrations: ids 4700 to 4799.</summary>
internal static partial class AwsLog
{
    [LoggerMessage(4701, LogLevel.Warning, "The role {Role} of an integration could not be assumed: {Reason}")]
    public static partial void RoleRefused(this ILogger logger, string role, string reason);
}
