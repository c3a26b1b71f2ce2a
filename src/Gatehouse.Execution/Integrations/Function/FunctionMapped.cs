using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// AWS with a function (sheet §5.13): the mapped body in, the function's JSON out, mapped by its error message. The
/// mapped header <c>X-Amz-Invocation-Type</c> may ask for an event or a dry run instead.
/// </summary>
internal sealed class FunctionMapped(FunctionCaller caller, FunctionEvents events) : IRestStep
{
    private const string InvocationType = "X-Amz-Invocation-Type";
    private const int Ok = 200;
    private const int Accepted = 202;
    private const int NoContent = 204;

    private static readonly KeyValuePair<string, StringValues>[] JsonHeaders =
        [new("Content-Type", "application/json")];

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var type = call.ToBackend.Headers
            .Find(static header => header.Key.Equals(InvocationType, StringComparison.OrdinalIgnoreCase)).Value;
        return type.ToString() switch
        {
            "" or "RequestResponse" => InvokeAsync(call),
            "Event" => Post(call),
            "DryRun" => Try(call),

            var other => new StepResult(
                GatewayFaults.ApiConfigurationError,
                $"Lambda invocation failed with status: 400 (no invocation type {other})"),
        };
    }

    private async ValueTask<StepResult> InvokeAsync(RestCall call)
    {
        var (result, refusal, _) = await caller.CallAsync(call, call.ToBackend.Body, call.AbandonAll);
        if (refusal.Fault is not null)
        {
            return refusal;
        }

        // The function-error header decides whether errorMessage counts (sheet §5.7, "recommended").
        var isError = result!.Outcome == FunctionOutcome.FunctionFailed;
        call.Endpoint.Status = Ok;
        call.FromBackend = new BackendAnswer
        {
            SelectionValue = isError ? FunctionErrors.MessageOf(result.Payload) : string.Empty,
            Status = Ok,
            Headers = JsonHeaders,
            Body = result.Payload,
            IsFunctionError = isError,
        };
        return StepResult.Continue;
    }

    /// <summary>202 with an empty body: the default response follows (sheet §5.13).</summary>
    private StepResult Post(RestCall call)
    {
        if (call.ToBackend.Body.Length > FunctionProxyLimits.EventBytes)
        {
            return new StepResult(
                GatewayFaults.ApiConfigurationError,
                "Lambda invocation failed with status: 413. The event is too large");
        }

        // The buffers of this call go back to their pool long before the function reads its event.
        var (refusal, _) = caller.Post(call, call.ToBackend.Body.ToArray(), events);
        return refusal.Fault is null ? Answer(call, Accepted) : refusal;
    }

    private StepResult Try(RestCall call)
    {
        var forbidden = caller.Forbid();
        return forbidden.Fault is null ? Answer(call, NoContent) : forbidden;
    }

    private static StepResult Answer(RestCall call, int status)
    {
        call.IsIntegrationAttempted = true;
        call.Endpoint.ServiceStatus = call.Endpoint.Status = status;
        call.FromBackend = new BackendAnswer
        {
            SelectionValue = string.Empty,
            Status = status,
            Headers = JsonHeaders,
        };
        return StepResult.Continue;
    }
}
