using System.Collections.Immutable;
using System.Security.Cryptography;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Compilation;
using Gatehouse.Execution.Compilation.WebSockets;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Execution.WebSockets.Connections;
using Gatehouse.Execution.WebSockets.Handshake;
using Gatehouse.Execution.WebSockets.Management;
using Gatehouse.Execution.WebSockets.Messages;
using Gatehouse.Execution.WebSockets.Records;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Catalog;

/// <summary>All there is of WebSocket APIs in the data plane: their stages, their connections, and the way of a request to them.</summary>
internal sealed class WebSocketApis : IWebSocketMetrics, IDisposable
{
    private readonly SocketStageCatalog _catalog = new();
    private readonly SocketMeters _meters = new();
    private readonly ConnectionWheel _wheel;
    private readonly DisconnectDispatcher _disconnects;
    private readonly ConnectionRegistry _registry = new();
    private readonly WebSocketPlane _plane;

    public WebSocketApis(
        ExecutionDependencies dependencies, IntegrationServices services, BackendAccess backends, RequestIdentifiers ids)
    {
        var loggers = dependencies.Loggers;
        var logger = loggers.CreateLogger<WebSocketPlane>();
        var settings = dependencies.WebSockets;
        var recorder = new SocketRecorder(dependencies.Records, dependencies.Time);
        _wheel = new ConnectionWheel(dependencies.Time, logger.DeadlineFailed);
        _disconnects = new DisconnectDispatcher(
            ids, dependencies.Time, recorder, loggers.CreateLogger<DisconnectDispatcher>());
        var shared = new SocketServices
        {
            Registry = _registry,
            Wheel = _wheel,
            Messages = new MessageDispatcher(ids, dependencies.Time, recorder, loggers.CreateLogger<MessageDispatcher>()),
            Disconnects = _disconnects,
            Settings = settings,
            Ids = ids,
            Recorder = recorder,
            Time = dependencies.Time,
            Logger = logger,
        };
        var connectionIds = new ConnectionIds(
            KeyOf(dependencies), settings.Node, dependencies.Time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMillisecond);
        _plane = new WebSocketPlane(
            shared,
            new HandshakeRunner(shared, connectionIds, services.Throttling.Rates, new SharedTexts()),
            new ManagementPlane(shared, connectionIds, new SingleNode()));
        Observer = new SocketStagePublisher(
            _catalog, new SocketStageCompiler(services, _meters, settings.BelievesManagementCallers), backends,
            _plane.CloseAll, dependencies.PublicationListeners, loggers.CreateLogger<SocketStagePublisher>());
    }

    /// <summary>Follows the store.</summary>
    public IDocumentObserver Observer { get; }

    public int OpenConnections => _registry.Count;

    public ImmutableArray<WebSocketSeries> Read() => _meters.Read();

    /// <returns><see langword="false"/> when the address is none of a WebSocket API.</returns>
    public bool TryHandle(HttpContext http, string target, in InvokeAddress address, out ValueTask handling)
    {
        var current = _catalog.Current;
        if (current.IsEmpty || !current.TryFind(address.ApiId, out var stages))
        {
            handling = default;
            return false;
        }

        var isOnDomain = address.BasePath is not null;
        handling = stages.Find(address.Stage) is { Current: { } stage } state
            && (isOnDomain || !stage.IsDefaultEndpointDisabled)
                ? _plane.HandleAsync(http, stage, state, target, address)
                : PlainAnswers.ForbiddenAsync(http);
        return true;
    }

    /// <summary>A path that no mapping takes is forbidden on a domain of WebSocket APIs (websocket-api §3.3).</summary>
    public bool TryRefuse(HttpContext http, DomainPlan domain, out ValueTask handling)
    {
        handling = default;
        var current = _catalog.Current;
        if (domain.Refusal is not null || domain.ApiIds.Count == 0 || !domain.ApiIds.All(id => current.TryFind(id, out _)))
        {
            return false;
        }

        handling = PlainAnswers.ForbiddenAsync(http);
        return true;
    }

    /// <summary>Closes all connections and delivers their <c>$disconnect</c>.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => _plane.DrainAsync(cancellationToken);

    public void Dispose()
    {
        _wheel.Dispose();
        _disconnects.Dispose();
    }

    private static byte[] KeyOf(ExecutionDependencies dependencies)
    {
        var key = new byte[ConnectionIds.KeyBytes];
        if (dependencies.WebSockets.ConnectionKey is { IsEmpty: false } given)
        {
            // Whatever the length and the other uses of what was given: this key is for connection ids alone.
            HKDF.DeriveKey(HashAlgorithmName.SHA256, given.Span, key, default, "gatehouse websocket connection ids"u8);
        }
        else
        {
            dependencies.Ids.Fill(key);
        }

        return key;
    }
}
