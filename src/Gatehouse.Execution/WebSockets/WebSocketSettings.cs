namespace Gatehouse.Execution.WebSockets;

/// <summary>What an operator may change of WebSocket APIs (websocket-api §10). The defaults are Amazon's.</summary>
public sealed record WebSocketSettings
{
    public static WebSocketSettings Default { get; } = new();

    /// <summary>No message in either direction for this long ends a connection.</summary>
    /// <value>Default 10 minutes.</value>
    public TimeSpan Idle { get; init; } = WebSocketLimits.Idle;

    /// <summary>No connection lives longer.</summary>
    /// <value>Default 2 hours.</value>
    public TimeSpan Lifetime { get; init; } = WebSocketLimits.Lifetime;

    /// <value>New connections per second of an account and region; -1 is no limit. Default 500.</value>
    public int NewConnectionsPerSecond { get; init; } = WebSocketLimits.NewConnectionsPerSecond;

    /// <summary>Clients that offer permessage-deflate get it.</summary>
    /// <value>Default <see langword="true"/>, as on AWS.</value>
    public bool Compresses { get; init; } = true;

    /// <summary>
    /// Callers of the management API are believed as they sign, unverified: where the control plane believes everyone too.
    /// </summary>
    public bool BelievesManagementCallers { get; init; }

    /// <summary>What connection ids are made with; all nodes of a house share it, and it outlives restarts.</summary>
    /// <value>32 bytes; empty makes one up, and ids of an earlier run are malformed then.</value>
    public ReadOnlyMemory<byte> ConnectionKey { get; init; }

    /// <summary>Which node this is: part of each connection id.</summary>
    public ushort Node { get; init; }
}
