using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>What each end of a function's call answers (http-api §7.7).</summary>
internal static class FunctionFault
{
    public static readonly RouteResult Forbidden = new(
        ApiFault.InternalError,
        "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. "
        + "Check the permissions and try again.");

    public static readonly RouteResult TimedOut =
        new(ApiFault.TimedOut, "Execution failed due to a timeout error");

    /// <param name="call">Learns what Lambda's own service answered.</param>
    /// <param name="result">The end of the invocation.</param>
    /// <returns>Continue when the function answered.</returns>
    public static RouteResult Of(RouteCall call, FunctionResult result)
    {
        call.Endpoint.ServiceStatus = result.Outcome switch
        {
            FunctionOutcome.NotFound => 404,
            FunctionOutcome.Throttled => 429,
            FunctionOutcome.NotReady => 409,
            FunctionOutcome.HostFailed => 502,
            _ => 200, // also when the function failed
        };
        return result.Outcome switch
        {
            FunctionOutcome.Succeeded when result.Payload.Length > HttpApiLimits.FunctionAnswerBytes =>
                new RouteResult(ApiFault.InternalError, "The Lambda function's response is larger than 6 MB"),
            FunctionOutcome.Succeeded => RouteResult.Continue,
            FunctionOutcome.FunctionFailed => new RouteResult(
                ApiFault.InternalError,
                $"The Lambda function returned the following error: {FunctionErrors.MessageOf(result.Payload)}. "
                + "Check your Lambda function code and try again."),
            FunctionOutcome.NotFound => Forbidden, // AWS asks the policy of a function that is not there, and finds none
            FunctionOutcome.Throttled => new RouteResult(
                ApiFault.Unavailable, "The Lambda function is throttled: Rate Exceeded."), // 503 unconfirmed
            _ => new RouteResult(
                ApiFault.InternalError,
                $"The Lambda function could not be run ({result.Outcome}): {result.Reason}"),
        };
    }
}
