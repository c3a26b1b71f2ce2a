using Gatehouse.Execution.Rest;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// AWS with a function (sheet §5.13): the mapped body in, the function's JSON out, mapped by its error message.
/// </summary>
internal sealed class FunctionMapped(FunctionCaller caller) : IRestStep
{
    private const string InvocationType = "X-Amz-Invocation-Type";
    private const int Ok = 200;

    private static readonly KeyValuePair<string, StringValues>[] JsonHeaders =
        [new("Content-Type", "application/json")];

    public async ValueTask<StepResult> RunAsync(RestCall call)
    {
        var type = call.ToBackend.Headers
            .Find(static header => header.Key.Equals(InvocationType, StringComparison.OrdinalIgnoreCase)).Value;
        if (type.Count > 0 && type != "RequestResponse")
        {
            return new StepResult(
                Faults.GatewayFaults.ApiConfigurationError,
                $"Execution failed due to configuration error: invocation type {type} is not built yet");
        }

        var (result, refusal) = await caller.CallAsync(call, call.ToBackend.Body, call.AbandonAll);
        if (refusal.Fault is not null)
        {
            return refusal;
        }

        // The function-error header decides whether errorMessage counts (sheet §5.7, "recommended").
        var isError = result!.Outcome == FunctionOutcome.FunctionFailed;
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
}
