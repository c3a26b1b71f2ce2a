namespace Gatehouse.Execution.WebSockets.Handshake;

/// <summary>The request parameters that <c>$connect</c> asks for (websocket-api §3.2 step 6; the text is that of REST APIs).</summary>
/// <param name="parameters">Name and reader of each.</param>
internal sealed class RequiredParameters(KeyValuePair<string, ConnectIdentity>[] parameters) : IConnectGuard
{
    public ValueTask<EventResult> RunAsync(RouteEvent connect)
    {
        var missing = parameters.Where(one => string.IsNullOrEmpty(one.Value(connect))).Select(static one => one.Key).ToList();
        if (missing.Count == 0)
        {
            return EventResult.Continue;
        }

        var text = $"Missing required request parameters: [{string.Join(", ", missing)}]";
        return new EventResult(SocketFault.BadParameters(text), text);
    }
}

/// <summary>What could not be compiled lets nobody in.</summary>
internal sealed class RefusingGuard(SocketFault fault, string detail) : IConnectGuard
{
    public ValueTask<EventResult> RunAsync(RouteEvent connect) => new EventResult(fault, detail);
}
