using Gatehouse.Execution.Records;
using Gatehouse.Execution.Throttling;
using Gatehouse.Execution.WebSockets.Integrations;
using Gatehouse.Execution.WebSockets.Messages;
using Gatehouse.Execution.WebSockets.Records;

namespace Gatehouse.Execution.WebSockets;

/// <summary>One route, ready to serve.</summary>
internal sealed class SocketRoutePlan
{
    public required string Key { get; init; }

    /// <summary>The stage's limit for this route, or none.</summary>
    public required MethodRate? Rate { get; init; }

    /// <summary>The models of its messages; <see langword="null"/> checks nothing.</summary>
    public MessageModels? Models { get; init; }

    /// <summary><see langword="null"/> for a route without a target.</summary>
    public required IEventIntegration? Integration { get; init; }

    /// <summary>What the integration answers goes back to the client (websocket-api §5.8).</summary>
    public required bool IsTwoWay { get; init; }

    /// <summary>Only where the route or the stage asks for details.</summary>
    public required SocketMeter? Meter { get; init; }

    /// <summary>What the execution log holds; <see langword="null"/> keeps none.</summary>
    public required TraceDetail? Trace { get; init; }
}
