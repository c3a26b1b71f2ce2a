using Gatehouse.Execution.WebSockets.Transport;
using Microsoft.AspNetCore.Connections;

namespace Gatehouse.Execution.WebSockets;

/// <summary>For listeners: lets WebSocket connections leave the HTTP server once their handshake is done.</summary>
public static class WebSocketListening
{
    /// <summary>The last connection middleware before HTTP, behind TLS.</summary>
    public static IConnectionBuilder UseWebSocketTakeover(this IConnectionBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(static http => context => ConnectionTakeover.RunAsync(context, http));
    }
}
