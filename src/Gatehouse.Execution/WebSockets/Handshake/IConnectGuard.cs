namespace Gatehouse.Execution.WebSockets.Handshake;

/// <summary>Stands before <c>$connect</c>: refuses the handshake, or goes on.</summary>
internal interface IConnectGuard
{
    ValueTask<EventResult> RunAsync(RouteEvent connect);
}
