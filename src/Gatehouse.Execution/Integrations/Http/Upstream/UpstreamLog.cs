using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Events 4300 to 4349. No header, path or body content: those may be secret.</summary>
internal static partial class UpstreamLog
{
    [LoggerMessage(4300, LogLevel.Debug, "Connecting to {Host}:{Port} failed: {Error}")]
    public static partial void ConnectFailed(
        this ILogger logger, string host, int port, System.Net.Sockets.SocketError error);

    [LoggerMessage(4301, LogLevel.Debug, "Connecting to {Host}:{Port} took longer than {BoundMs} ms")]
    public static partial void ConnectTimedOut(this ILogger logger, string host, int port, double boundMs);

    [LoggerMessage(4302, LogLevel.Debug, "The host {Host} has no address that may be called")]
    public static partial void AddressUnusable(this ILogger logger, string host);

    [LoggerMessage(4303, LogLevel.Debug, "TLS with {Host}:{Port} failed as {Fault}: {Detail}")]
    public static partial void HandshakeFailed(
        this ILogger logger, string host, int port, UpstreamFault fault, string detail);

    [LoggerMessage(4304, LogLevel.Debug, "A kept connection to {Host}:{Port} was closed by the backend; one new attempt")]
    public static partial void RetriedOnStaleConnection(this ILogger logger, string host, int port);

    [LoggerMessage(4305, LogLevel.Warning,
        "All {Limit} connections to {Host}:{Port} are busy and {Waiters} calls wait already; the call fails")]
    public static partial void PoolExhausted(this ILogger logger, string host, int port, int limit, int waiters);
}
