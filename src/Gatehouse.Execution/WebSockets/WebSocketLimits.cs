namespace Gatehouse.Execution.WebSockets;

/// <summary>Bounds of WebSocket APIs, each with its source. The quotas are websocket-api §10.</summary>
internal static class WebSocketLimits
{
    /// <value>Bytes of one frame's payload on the wire (§5.1).</value>
    public const int FrameBytes = 32 * 1024;

    /// <value>Bytes of one message, inflated (§5.1).</value>
    public const int MessageBytes = 128 * 1024;

    /// <value>Characters of path and query of a handshake (§3.1).</value>
    public const int UrlLength = 4_096;

    /// <value>Bytes of names and values of a handshake's headers (§11.3).</value>
    public const int HandshakeHeaderBytes = 10_240;

    /// <summary>No message in either direction for this long ends a connection (§7.1).</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    /// <summary>No connection lives longer (§7.1).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    /// <summary>How long the peer may take to answer our closing frame (§11.2 point 4).</summary>
    public static readonly TimeSpan ClosingHandshake = TimeSpan.FromSeconds(5);

    /// <summary>A message that was begun must be complete after this (§11.3).</summary>
    public static readonly TimeSpan Reassembly = TimeSpan.FromSeconds(60);

    /// <summary>A client that takes none of what is sent for this long is gone (§11.3).</summary>
    public static readonly TimeSpan WriteStall = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer waits for a client that does not read (§11.3).</summary>
    public static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(10);

    /// <value>Bytes that wait for one client behind the socket's buffer (§11.3).</value>
    public const int QueuedBytes = 256 * 1024;

    /// <value>
    /// Bytes that are written before they are flushed while a batch of frames is read. Ours: what a socket takes in one
    /// call anyway.
    /// </value>
    public const int CorkedBytes = 32 * 1024;

    /// <value>Messages of one connection whose integrations run at the same time (§5.10).</value>
    public const int MessagesInFlight = 256;

    /// <value>Bytes of the messages of one connection whose integrations run. Ours: eight of the longest.</value>
    public const int BytesInFlight = 1024 * 1024;

    /// <value>Integrations of <c>$disconnect</c> that run at the same time on this node. Ours.</value>
    public const int DisconnectsInFlight = 256;

    /// <value>Tries of <c>$disconnect</c> whose function is throttled or fails to run (§7.4).</value>
    public const int DisconnectTries = 3;

    /// <summary>Between two tries of <c>$disconnect</c>. Ours.</summary>
    public static readonly TimeSpan DisconnectPause = TimeSpan.FromSeconds(1);

    /// <summary>How long stopping waits for closing handshakes and <c>$disconnect</c> integrations (§11.2). Ours.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(35);

    /// <value>New connections per second of an account and region, and as many at once (§10).</value>
    public const int NewConnectionsPerSecond = 500;

    /// <value>Bytes of what an authorizer's function answers (§3.8).</value>
    public const int AuthorizerAnswerBytes = 8 * 1024;

    /// <value>Bytes from which a message is worth compressing (§11.6).</value>
    public const int CompressedFromBytes = 1_024;

    /// <value>Characters of a selection expression's value. Ours: route keys and model keys are far shorter.</value>
    public const int SelectionLength = 4_096;

    /// <value>Bytes of a closing frame's reason (RFC 6455 §5.5: 125 with the code).</value>
    public const int CloseReasonBytes = 123;

    /// <value>Texts that many connections share: user agents, host names. Ours.</value>
    public const int SharedTexts = 4_096;
}
