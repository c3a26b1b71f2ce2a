using Gatehouse.Execution;
using Gatehouse.Model.Functions;

namespace Gatehouse.Server.Composition;

/// <summary>
/// The function host's ways out, which the data plane has: it is built after the host that it calls.
/// </summary>
internal sealed class LateOutside : IEventDestinations, IFunctionsElsewhere
{
    public ExecutionPlane? Execution { get; set; }

    public ValueTask<string?> SendAsync(EventMessage message, CancellationToken cancellationToken) =>
        Execution?.EventDestinations.SendAsync(message, cancellationToken)
            ?? new ValueTask<string?>("the server has only begun to start");

    public bool Reaches(in FunctionName function) => Execution?.FunctionsElsewhere.Reaches(function) == true;

    public ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken) =>
        Execution!.FunctionsElsewhere.InvokeAsync(call, cancellationToken);
}
