using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Execution;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>A data plane that serves a WebSocket API on a real Kestrel at a port of the system's choice.</summary>
internal sealed class SocketFixture : IAsyncDisposable
{
    public const string StageName = "dev";

    private readonly WebApplication _server;
    private readonly List<SocketPeer> _peers = [];

    private SocketFixture(ExecutionPlane plane, WebApplication server, InMemoryDocumentStore store)
    {
        Plane = plane;
        Store = store;
        _server = server;
        Port = new Uri(server.Urls.First()).Port;
    }

    public ExecutionPlane Plane { get; }

    public InMemoryDocumentStore Store { get; }

    public int Port { get; }

    public required FakeFunctionInvoker Functions { get; init; }

    public required FakeFunctionAccess Access { get; init; }

    public required FakeRecordSink Records { get; init; }

    public required PublicationLog Publications { get; init; }

    public string Host { get; set; } = $"{ApiBuilder.ApiId}.execute-api.us-east-1.amazonaws.com";

    /// <summary>What was recorded until now.</summary>
    public List<Model.Observations.RequestRecord> Recorded()
    {
        lock (Records.Records)
        {
            return [.. Records.Records];
        }
    }

    /// <summary>The events of a type that functions were sent, in order.</summary>
    public List<JsonObject> Events(string type)
    {
        lock (Functions.Calls)
        {
            return
            [
                .. Functions.Calls.Select(static call => (JsonObject)JsonNode.Parse(call.Payload)!)
                    .Where(one => (string?)one["requestContext"]?["eventType"] == type),
            ];
        }
    }

    public static async Task<SocketFixture> StartAsync(
        SocketApiBuilder api, Func<StageV2Document, StageV2Document>? stage = null,
        Func<ExecutionDependencies, ExecutionDependencies>? dependencies = null, bool hasTakeover = true)
    {
        var functions = new FakeFunctionInvoker();
        functions.Returns("""{"statusCode":200}""");
        var access = new FakeFunctionAccess();
        var records = new FakeRecordSink();
        var publications = new PublicationLog();
        var defaults = new ExecutionDependencies
        {
            Functions = functions,
            FunctionAccess = access,
            Ids = new RandomIdSource(),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
            PublicationListeners = [publications],
            Records = records,
            WebSockets = new WebSocketSettings { BelievesManagementCallers = true },
        };
        var plane = ExecutionPlane.Create(dependencies?.Invoke(defaults) ?? defaults);
        var store = new InMemoryDocumentStore();
        store.Observers.Add(plane.Observer);
        await plane.Observer.LoadAsync(store, CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (hasTakeover)
                {
                    listen.UseWebSocketTakeover();
                }
            });
        });
        var server = builder.Build();
        server.Run(context => plane.TryHandle(context, out var handling)
            ? handling.AsTask()
            : Task.FromResult(context.Response.StatusCode = 599));
        await server.StartAsync();
        var fixture = new SocketFixture(plane, server, store)
        {
            Functions = functions, Access = access, Records = records, Publications = publications,
        };
        await fixture.DeployAsync(api, stage);
        return fixture;
    }

    public async Task DeployAsync(
        SocketApiBuilder api, Func<StageV2Document, StageV2Document>? configure = null, string deployment = "dep001")
    {
        var stage = new StageV2Document
        {
            StageName = StageName,
            DeploymentId = deployment,
            DefaultRouteSettings = new RouteSettingsV2(),
            RouteSettings = ImmutableSortedDictionary<string, RouteSettingsV2>.Empty,
            StageVariables = ImmutableSortedDictionary<string, string>.Empty,
            Tags = ImmutableSortedDictionary<string, string>.Empty,
            CreatedDate = 1,
            LastUpdatedDate = 1,
        };
        await Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope)
                .Upsert(ApiBuilder.ApiId, api.Api)
                .Upsert($"{ApiBuilder.ApiId}/{deployment}", new DeploymentSnapshotV2Document { Definition = api.Build() })
                .Upsert($"{ApiBuilder.ApiId}/{StageName}", configure?.Invoke(stage) ?? stage),
            CancellationToken.None);
    }

    /// <summary>Sends a handshake and reads the answer's head.</summary>
    public async Task<SocketPeer> OpenAsync(string path = "/" + StageName, params (string Name, string Value)[] headers)
    {
        var peer = await SocketPeer.OpenAsync(Port, Host, path, headers);
        _peers.Add(peer);
        return peer;
    }

    /// <summary>Opens, and fails the test when the handshake is refused.</summary>
    public async Task<SocketPeer> ConnectAsync(string path = "/" + StageName, params (string Name, string Value)[] headers)
    {
        var peer = await OpenAsync(path, headers);
        return peer.Status == 101 ? peer : throw new InvalidOperationException($"{peer.Status} {await peer.ReadBodyAsync()}");
    }

    /// <summary>Calls the management API as an SDK does.</summary>
    public async Task<HttpResponseMessage> ManageAsync(
        HttpMethod method, string path, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };
        using var request = new HttpRequestMessage(method, new Uri($"http://127.0.0.1:{Port}{path}"));
        request.Headers.Host = Host;
        if (!headers.Any(static header => header.Name == "Authorization"))
        {
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, "
                + "Signature=" + new string('0', 64));
            request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        }

        foreach (var (name, value) in headers)
        {
            if (value.Length > 0)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        return await client.SendAsync(request);
    }

    public static string Connections(string id) => $"/{StageName}/@connections/{Uri.EscapeDataString(id)}";

    /// <summary>Waits, without a clock, until something is so that another thread brings about.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers)
        {
            peer.Dispose();
        }

        await _server.DisposeAsync();
        await Plane.DisposeAsync();
    }
}
