namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>What could not be compiled: every event fails, and the log says why.</summary>
internal sealed class RefusingIntegration(SocketFault fault, string detail) : IEventIntegration
{
    public ValueTask<EventResult> RunAsync(RouteEvent call) => new EventResult(fault, detail);
}
