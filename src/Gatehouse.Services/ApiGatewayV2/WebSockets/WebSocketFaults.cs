using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.ApiGatewayV2.WebSockets;

/// <summary>What WebSocket APIs refuse in several places. Texts without a source in the sheet are ours.</summary>
internal static class WebSocketFaults
{
    /// <summary>Every operation and member of browsers' cross-origin rules (websocket-api §1.15).</summary>
    public static ServiceFaultException NoCors() =>
        ApiGatewayV2Faults.BadRequest("Cors is not supported for WEBSOCKET protocolType");

    /// <summary>A member or an operation that only HTTP APIs know; its text follows that of HTTP APIs.</summary>
    /// <param name="what">The plural or a mass noun with its verb, with a capital.</param>
    public static ServiceFaultException NotOnWebSocket(string what) =>
        ApiGatewayV2Faults.BadRequest($"{what} not supported on protocolType WEBSOCKET");
}
