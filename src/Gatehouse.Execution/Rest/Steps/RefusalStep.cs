using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>
/// Refuses every call, and says why. Stands where a method asks for what this build cannot give or what its documents
/// got wrong: closed, never open, never skipped (design §6.2).
/// </summary>
internal sealed class RefusalStep(GatewayFault fault, string detail) : IRestStep, IArrivalStep
{
    private readonly StepResult _result = new(fault, detail);

    public ValueTask<StepResult> RunAsync(RestCall call) => _result;

    public ValueTask<StepResult> RunAsync(ArrivedRequest request) => _result;
}
