using System.Collections.Immutable;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Observations;

/// <summary>Reads what the data plane counted of WebSocket APIs since it started.</summary>
public interface IWebSocketMetrics
{
    /// <summary>Connections that are open on this node.</summary>
    int OpenConnections { get; }

    /// <summary>All series.</summary>
    ImmutableArray<WebSocketSeries> Read();
}

/// <param name="Scope">The API's account and region.</param>
/// <param name="ApiId">CloudWatch's dimension is the id here (websocket-api §9.1).</param>
/// <param name="Stage">Its name.</param>
/// <param name="Route">The key, where detailed metrics are asked for; else the whole stage.</param>
/// <param name="Counts">What was counted.</param>
public sealed record WebSocketSeries(DocumentScope Scope, string ApiId, string Stage, string? Route, WebSocketCounts Counts);

/// <summary>CloudWatch's six metrics of WebSocket APIs (websocket-api §9.1). Counters only grow.</summary>
/// <param name="ConnectCount">Handshakes that came to the integration of <c>$connect</c>.</param>
/// <param name="MessageCount">Messages in and out.</param>
/// <param name="IntegrationErrors">4XX and 5XX of integrations.</param>
/// <param name="ClientErrors">4XX of the gateway before it invoked anything.</param>
/// <param name="ExecutionErrors">Integrations that could not be called.</param>
/// <param name="IntegrationCalls">Calls whose latency was measured.</param>
/// <param name="IntegrationLatencySumMs">Of all of them.</param>
public sealed record WebSocketCounts(
    long ConnectCount, long MessageCount, long IntegrationErrors, long ClientErrors, long ExecutionErrors,
    long IntegrationCalls, double IntegrationLatencySumMs);
