using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Mapping;

/// <summary>
/// Chooses the integration response by what the backend answered, and lets it make the client's (sheet §5.7).
/// </summary>
/// <param name="responses">Those with a pattern, in ascending order of status: several matches take the first.</param>
/// <param name="fallback">The one without a pattern.</param>
internal sealed class ResponseMapping(IReadOnlyList<ResponsePlan> responses, ResponsePlan? fallback) : IRestStep
{
    private readonly ResponsePlan[] _responses = [.. responses];

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var answer = call.FromBackend;
        if (Select(answer.SelectionValue) is { } plan)
        {
            return plan.Apply(call);
        }

        return new StepResult(
            GatewayFaults.ApiConfigurationError,
            "Execution failed due to configuration error: No match for output mapping and no default output mapping "
            + $"configured. Endpoint Response Status Code: {answer.Status}");
    }

    public ResponsePlan? Select(string value)
    {
        foreach (var response in _responses)
        {
            if (response.Pattern!.IsMatch(value))
            {
                return response;
            }
        }

        return fallback;
    }
}
