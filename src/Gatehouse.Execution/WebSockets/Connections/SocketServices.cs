using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.WebSockets.Messages;
using Gatehouse.Execution.WebSockets.Records;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.WebSockets.Connections;

/// <summary>What all connections of a node share.</summary>
internal sealed class SocketServices
{
    private int _sessions;

    /// <summary>Connections from their handshake to their end; more than are registered, since a closing one has left the registry.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    public required ConnectionRegistry Registry { get; init; }

    public required ConnectionWheel Wheel { get; init; }

    public required MessageDispatcher Messages { get; init; }

    public required DisconnectDispatcher Disconnects { get; init; }

    public required WebSocketSettings Settings { get; init; }

    public required RequestIdentifiers Ids { get; init; }

    public required SocketRecorder Recorder { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>With the handshake; <see cref="Ended"/> comes with its refusal, or with the end of the connection.</summary>
    public void Began() => Interlocked.Increment(ref _sessions);

    public void Ended() => Interlocked.Decrement(ref _sessions);
}
