using System.Diagnostics;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// What each end of a function's call answers, in the words of the execution log (sheet §5.12, §14.2).
/// </summary>
internal static class FunctionFaults
{
    private const string Configuration = "Execution failed due to configuration error: ";

    /// <summary>The function's policy does not let the gateway in.</summary>
    public static readonly StepResult Forbidden = new(
        GatewayFaults.ApiConfigurationError, Configuration + "Invalid permissions on Lambda function");

    public static readonly StepResult TimedOut = new(
        GatewayFaults.IntegrationTimeout, "Execution failed due to a timeout error");

    public static readonly StepResult NotBase64 = new(
        GatewayFaults.ApiConfigurationError, Configuration + "Unable to base64 decode the body.");

    /// <summary>
    /// What Lambda's Invoke API answers with an error is a fault of the configuration (sheet §5.12, 500 cases).
    /// </summary>
    public static StepResult Of(RestCall call, FunctionResult result, string requestId)
    {
        switch (result.Outcome)
        {
            case FunctionOutcome.Succeeded or FunctionOutcome.FunctionFailed:
                return StepResult.Continue;
            case FunctionOutcome.NotFound:
                // AWS asks the policy of a function that is not there, and finds none.
                Trace(call, 404, requestId);
                return Forbidden;
            case FunctionOutcome.Throttled:
                return Throttled(call, requestId);
            case FunctionOutcome.NotReady:
                return Failed(409, requestId, result.Reason);
            case FunctionOutcome.HostFailed:
                return Failed(502, requestId, result.Reason);
            default:
                throw new UnreachableException();
        }
    }

    public static StepResult Throttled(RestCall call, string requestId)
    {
        Trace(call, 429, requestId);
        return new StepResult(GatewayFaults.ApiConfigurationError, Configuration + "Rate Exceeded.");
    }

    /// <summary>The function ran and failed: 502 under DEFAULT_5XX.</summary>
    public static StepResult FunctionFailed(FunctionResult result, string requestId) => new(
        GatewayFaults.MalformedFunctionResponse,
        "Lambda execution failed with status 200 due to customer function error: "
        + $"{FunctionErrors.MessageOf(result.Payload)}. Lambda request id: {requestId}");

    /// <summary>The function answered outside its contract: 502 under DEFAULT_5XX.</summary>
    /// <param name="reason">Which rule it broke. Differs from AWS: behind its sentence, ours in parentheses.</param>
    public static StepResult Malformed(string? reason) => new(
        GatewayFaults.MalformedFunctionResponse, $"{Configuration}Malformed Lambda proxy response ({reason})");

    /// <summary>A streamed answer that does not begin as it must: 500, not 502 (sheet §5.14).</summary>
    public static StepResult MalformedStream(string? reason) => new(
        GatewayFaults.InternalError, $"{Configuration}Malformed Lambda proxy response ({reason})");

    private static StepResult Failed(int status, string requestId, string? reason) => new(
        GatewayFaults.ApiConfigurationError, Line(status, requestId) + (reason is null ? null : $" ({reason})"));

    private static void Trace(RestCall call, int status, string requestId)
    {
        call.Endpoint.ServiceStatus = status;
        if (call.Request.Trace is { } trace)
        {
            trace.Error(Line(status, requestId));
        }
    }

    private static string Line(int status, string requestId) =>
        $"Lambda invocation failed with status: {status}. Lambda request id: {requestId}";
}
