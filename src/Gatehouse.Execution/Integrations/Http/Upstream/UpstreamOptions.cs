using System.Net;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>What an operator may set; every default is named in <see cref="UpstreamLimits"/>.</summary>
internal sealed record UpstreamOptions
{
    /// <value>Connections to one target, idle and busy. Default 4,096.</value>
    public int MaxConnectionsPerTarget { get; init; } = UpstreamLimits.ConnectionsPerTarget;

    /// <value>Idle connections kept per target; more are closed when they come back. Default 512.</value>
    public int MaxIdlePerTarget { get; init; } = UpstreamLimits.IdlePerTarget;

    /// <summary>How long an unused connection is kept; a shorter <c>Keep-Alive: timeout</c> of the backend wins.</summary>
    /// <value>Default 60 s.</value>
    public TimeSpan IdleTimeout { get; init; } = UpstreamLimits.IdleTimeout;

    /// <summary>Bound of resolving, connecting and the TLS handshake; the call's own timeout wins when shorter.</summary>
    /// <value>Default 10 s.</value>
    public TimeSpan ConnectTimeout { get; init; } = UpstreamLimits.ConnectTimeout;

    /// <value>Bytes of status line and headers of one response. Default 65,536.</value>
    public int MaxHeadBytes { get; init; } = UpstreamLimits.HeadBytes;

    /// <summary>Asked for each resolved address right before connecting to exactly that address (security.md §11.3:
    /// no rebinding in between). Null allows all.</summary>
    public Func<IPAddress, bool>? AllowAddress { get; init; }
}
