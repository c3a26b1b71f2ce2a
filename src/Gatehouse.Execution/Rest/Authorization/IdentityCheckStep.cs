using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>
/// The identity sources of an authorizer that cannot be asked: one of them missing answers 401 nevertheless (security
/// §5.2).
/// </summary>
internal sealed class IdentityCheckStep(IdentitySource[] sources) : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        foreach (var source in sources)
        {
            if (!IdentitySource.HasText(source.Read(call)))
            {
                return new StepResult(GatewayFaults.Unauthorized, AuthorizerTrace.Unauthorized(call));
            }
        }

        return StepResult.Continue;
    }
}
