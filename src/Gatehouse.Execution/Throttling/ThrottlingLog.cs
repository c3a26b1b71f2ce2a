using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Throttling;

internal static partial class ThrottlingLog
{
    [LoggerMessage(
        4101, LogLevel.Error,
        "Request {RequestId}: Usage Plan check failed due to an internal error; the call is served")]
    public static partial void PlanCheckFailed(this ILogger logger, Exception exception, string requestId);

    [LoggerMessage(
        4102, LogLevel.Warning, "The usage of {Count} keys and days could not be stored; it will be tried again")]
    public static partial void UsageNotSaved(this ILogger logger, Exception exception, int count);

    [LoggerMessage(
        4103, LogLevel.Error, "Usage plan {PlanId} cannot be applied; its keys are refused until it changes")]
    public static partial void PlanNotApplied(this ILogger logger, Exception exception, string planId);
}
