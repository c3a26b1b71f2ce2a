namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Bounds of the upstream client (style.md §3.14), each with its source.</summary>
internal static class UpstreamLimits
{
    /// <summary>Ours: a fifth of the 20,000 descriptors a process commonly has.</summary>
    public const int ConnectionsPerTarget = 4_096;

    /// <summary>Ours: what 512 calls in parallel need; more would only hold descriptors of two machines.</summary>
    public const int IdlePerTarget = 512;

    /// <summary>Calls waiting for a connection of an exhausted target. Ours: beyond it, waiting only hides the overload.</summary>
    public const int WaitersPerTarget = 16_384;

    /// <summary>As nginx's <c>keepalive_timeout</c> of upstreams.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Ours: three SYNs of a lossy path (1 + 2 + 4 s) and a handshake fit.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>As SocketsHttpHandler.MaxResponseHeadersLength.</summary>
    public const int HeadBytes = 64 * 1024;

    /// <summary>Ours: a request to a backend; clients may send 20,480 bytes (rest-execution.md §15), mapping may add.</summary>
    public const int RequestHeadBytes = 64 * 1024;

    /// <summary>Header lines of one response. Ours: four times what frameworks send at most.</summary>
    public const int HeaderCount = 256;

    /// <summary>1xx answers skipped before the final one. Ours.</summary>
    public const int InterimResponses = 8;

    /// <summary>Longest <c>Keep-Alive: timeout</c> that is believed; a day. Ours.</summary>
    public const int KeepAliveHintSeconds = 86_400;

    /// <summary>How long before the announced end an idle connection is left alone: the time a request needs to arrive. Ours.</summary>
    public static readonly TimeSpan KeepAliveMargin = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of all extensions of one chunk. Ours; nobody uses them.</summary>
    public const int ChunkExtensionBytes = 256;

    /// <summary>Hex digits of a chunk size: what fits a long in any case.</summary>
    public const int ChunkSizeDigits = 15;

    /// <summary>Bytes of trailers, which are dropped. Ours: as nginx's large header buffer.</summary>
    public const int TrailerBytes = 8 * 1024;

    /// <summary>Receive buffer of a connection: a head and a small body in one receive. As nginx's proxy buffer of two pages.</summary>
    public const int ReceiveBufferBytes = 8 * 1024;

    /// <summary>One receive or send of a streamed body. Measured: 64 KiB is within 5% of larger ones.</summary>
    public const int BodyBufferBytes = 64 * 1024;

    /// <summary>Larger bodies are sent beside the receive instead of with the head. Ours: copying less than this is cheaper
    /// than a second system call.</summary>
    public const int SmallBodyBytes = 16 * 1024;

    /// <summary>How long the end of a call waits for the request's last bytes to be taken, when the answer was faster. Ours.</summary>
    public static readonly TimeSpan LastSendGrace = TimeSpan.FromMilliseconds(100);

    /// <summary>First size of a request's buffer.</summary>
    public const int RequestBufferBytes = 2 * 1024;

    /// <summary>Requests kept for reuse, and the largest buffer kept with one. Ours: 256 calls in parallel, a small body each.</summary>
    public const int PooledRequests = 256;

    public const int PooledRequestBytes = 32 * 1024;

    /// <summary>Header places per connection that remember their last text, and the longest value they keep.</summary>
    public const int RememberedHeaders = 32;

    public const int RememberedValueLength = 128;

    /// <summary>How often deadlines are looked at: half of the shortest timeout AWS allows (50 ms, rest-execution.md §5.10).</summary>
    public static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromMilliseconds(25);

    /// <summary>How often idle connections are looked at.</summary>
    public static readonly TimeSpan EvictionPeriod = TimeSpan.FromSeconds(1);

    /// <summary>How long a resolved name is believed. Ours: short enough to follow a failover, long enough not to ask per call.</summary>
    public static readonly TimeSpan AddressLifetime = TimeSpan.FromSeconds(10);

    /// <summary>Names remembered; at the limit all are forgotten, which costs one look-up each and needs no order. Ours.</summary>
    public const int RememberedNames = 1_024;

    /// <summary>Addresses of one name that are tried. Ours.</summary>
    public const int AddressesPerName = 16;

    /// <summary>Head start of one address before the next is tried beside it. RFC 8305 §5, "Connection Attempt Delay".</summary>
    public static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);
}
