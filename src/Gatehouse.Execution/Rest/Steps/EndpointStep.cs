using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>A PRIVATE API is reached through VPC endpoints only (security §4.3, §4.5).</summary>
internal sealed class EndpointStep : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call) => call.Request.Endpoint is null
        ? new StepResult(
            GatewayFaults.Forbidden,
            "A PRIVATE API is reached by VPC endpoints only, and this connection came through none (--vpc-endpoints)")
        : StepResult.Continue;
}
