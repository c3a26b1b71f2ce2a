using Gatehouse.Execution.Faults;

namespace Gatehouse.Execution.Exchange;

/// <summary>What a step came to: go on, or answer this fault.</summary>
/// <param name="Fault">The answer, or <see langword="null"/> to go on.</param>
/// <param name="Detail">The sentence of the execution log that says why; never sent to the client.</param>
internal readonly record struct StepResult(GatewayFault? Fault, string? Detail = null)
{
    public static readonly StepResult Continue = new(null);

    public static implicit operator StepResult(GatewayFault fault) => new(fault);

    public static implicit operator ValueTask<StepResult>(StepResult result) => new(result);
}
