using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>
/// An authorizer's identity sources: one of them missing answers 401 and no authorizer is asked (sheet §7.1).
/// </summary>
internal sealed class IdentitySourceStep(ValueExpression[] sources, string authorizer) : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var scope = new MappingScope(call.Request, call);
        foreach (var source in sources)
        {
            if (string.IsNullOrWhiteSpace(source.ReadSingle(scope)))
            {
                return new StepResult(
                    GatewayFaults.Unauthorized, $"An identity source of authorizer {authorizer} is missing");
            }
        }

        return StepResult.Continue;
    }
}
