using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.WebSockets.Frames;
using Gatehouse.Execution.WebSockets.Handshake;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl.Objects;

namespace Gatehouse.Execution.WebSockets;

internal enum EventKind
{
    Connect = 0,
    Message = 1,
    Disconnect = 2,

    /// <summary>A call of the management API, for the logs.</summary>
    Management = 3,
}

/// <summary>One event of a connection on its way through a route: a handshake, a message, the end (websocket-api §4).</summary>
internal sealed class RouteEvent(SocketClient client, SocketStagePlan stage, EventKind kind) : IAsyncDisposable
{
    private List<object>? _owned;
    private JsonBody? _bodyJson;

    public SocketClient Client { get; } = client;

    public SocketStagePlan Stage { get; } = stage;

    public EventKind Kind { get; } = kind;

    /// <summary><c>requestId</c> and <c>extendedRequestId</c>: one and the same here (§3.9).</summary>
    public required string RequestId { get; init; }

    /// <summary>Of messages only.</summary>
    public string? MessageId { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    /// <value>A timestamp of the time provider.</value>
    public required long StartedAt { get; init; }

    /// <summary>Of a handshake only.</summary>
    public HandshakeRequest? Handshake { get; init; }

    /// <summary>Of the end of a connection only.</summary>
    public CloseStatus CloseStatus { get; init; }

    /// <summary>The message's text; empty for the other events.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    public JsonBody BodyJson => _bodyJson ??= new JsonBody(Body);

    /// <summary>Found by the message's own content; <see langword="null"/> until then.</summary>
    public SocketRoutePlan? Route { get; set; }

    /// <summary>For logs, where there is no route.</summary>
    public string? RouteKey { get; init; }

    /// <summary>The API key's value, where authorizers give it.</summary>
    public string? UsageIdentifierKey { get; set; }

    public ExecutionTrace? Trace { get; set; }

    /// <summary>What the integration answered; <see langword="null"/> before it did.</summary>
    public BackendAnswer? Answer { get; set; }

    /// <summary>What goes back to the client of a two-way route.</summary>
    public ReadOnlyMemory<byte> Reply { get; set; }

    public TemplateOverrides? Overrides { get; set; }

    public TimeSpan? IntegrationLatency { get; set; }

    /// <summary>The integration was called.</summary>
    public bool IsIntegrationAttempted { get; set; }

    public EndpointOutcome Endpoint;

    public SocketFault? Fault { get; set; }

    /// <summary>Why there was a fault.</summary>
    public string? Detail { get; set; }

    /// <summary>What the schema said of a body that does not fit.</summary>
    public string? ValidationErrors { get; set; }

    /// <value><c>$context.status</c>; 0 while the event is on its way.</value>
    public int Status { get; set; }

    /// <summary>The client's own departure ends a handshake; nothing ends the other events.</summary>
    public CancellationToken Aborted => Handshake?.Http.RequestAborted ?? CancellationToken.None;

    /// <summary>The trace header that goes to the backend: a handshake's, or a new one (§9.4).</summary>
    public string? TraceHeader { get; init; }

    public string RequestTime =>
        ArrivedAt.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);

    public long RequestTimeEpoch => ArrivedAt.ToUnixTimeMilliseconds();

    public string EventType => Kind switch
    {
        EventKind.Connect => "CONNECT",
        EventKind.Message => "MESSAGE",
        EventKind.Disconnect => "DISCONNECT",
        _ => "CONNECTION_API",
    };

    /// <summary>Goes with the event.</summary>
    public void Own(object resource) => (_owned ??= []).Add(resource);

    /// <summary>A function may still read what it was sent: those buffers stay away from their pool.</summary>
    public void AbandonAll()
    {
        foreach (var one in _owned ?? [])
        {
            (one as PooledBytes)?.Abandon();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_owned is null)
        {
            return;
        }

        foreach (var one in _owned)
        {
            switch (one)
            {
                case IAsyncDisposable asynchronous:
                    await asynchronous.DisposeAsync();
                    break;
                case IDisposable plain:
                    plain.Dispose();
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException("an event owns what can be disposed");
            }
        }

        _owned = null;
    }
}
