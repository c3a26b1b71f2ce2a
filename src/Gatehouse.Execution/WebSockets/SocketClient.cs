using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Throttling;

namespace Gatehouse.Execution.WebSockets;

/// <summary>
/// What is remembered of a handshake for as long as the connection lasts, and is told with each of its events
/// (websocket-api §4.2). Nothing of it changes once the connection is open.
/// </summary>
internal sealed class SocketClient
{
    public required string ConnectionId { get; init; }

    public required SocketStageState Stage { get; init; }

    /// <summary>The name that the client used: an API's own, or a custom domain.</summary>
    public required string DomainName { get; init; }

    public required string SourceIp { get; init; }

    public required string? UserAgent { get; init; }

    /// <value>Milliseconds of the epoch: the beginning of the handshake.</value>
    public required long ConnectedAt { get; init; }

    /// <summary>Of a Lambda authorizer.</summary>
    public CallerAuthorization? Authorization { get; set; }

    /// <summary>Who signed the handshake.</summary>
    public IamCaller? Signer { get; set; }

    public PlanUse? Usage { get; set; }

    public string DomainPrefix
    {
        get
        {
            var dot = DomainName.IndexOf('.', StringComparison.Ordinal);
            return dot < 0 ? DomainName : DomainName[..dot];
        }
    }
}
