using System.Net;
using System.Text;
using Gatehouse.Execution;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Execution;

/// <summary>The data plane on a real Kestrel at a port of the system's choice, over a store in memory.</summary>
internal sealed class ExecutionHarness : IAsyncDisposable
{
    public static readonly DocumentScope Scope = new(AwsAccount.Default, AwsRegion.Default);

    private readonly WebApplication _server;
    private readonly HttpClient _client;

    private ExecutionHarness(ExecutionPlane plane, WebApplication server, InMemoryDocumentStore store)
    {
        Plane = plane;
        _server = server;
        Store = store;
        Port = new Uri(server.Urls.First()).Port;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{Port}"),
            Timeout = TimeSpan.FromSeconds(20), // a hang fails its test, not the run
        };
    }

    public ExecutionPlane Plane { get; }

    public InMemoryDocumentStore Store { get; }

    public int Port { get; }

    public required FakeFunctionInvoker Functions { get; init; }

    public required FakeFunctionAccess Access { get; init; }

    public required FakeRecordSink Records { get; init; }

    public required PublicationLog Publications { get; init; }

    public string Host => $"{ApiBuilder.ApiId}.execute-api.localhost";

    public static async Task<ExecutionHarness> StartAsync(
        ApiBuilder? api = null, Func<StageDocument, StageDocument>? stage = null,
        Func<ExecutionDependencies, ExecutionDependencies>? dependencies = null)
    {
        var functions = new FakeFunctionInvoker();
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
            options.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            options.Limits.MaxRequestHeadersTotalSize = 40_960;
            options.Limits.MaxRequestLineSize = 16_384;
            options.Limits.MaxRequestBodySize = 75_000_000;
            options.Listen(IPAddress.Loopback, 0);
        });
        var server = builder.Build();
        server.Run(context => plane.TryHandle(context, out var handling)
            ? handling.AsTask()
            : Task.FromResult(context.Response.StatusCode = 599));
        await server.StartAsync();
        var harness = new ExecutionHarness(plane, server, store)
        {
            Functions = functions, Access = access, Records = records, Publications = publications,
        };
        if (api is not null)
        {
            await harness.DeployAsync(api, stage);
        }

        return harness;
    }

    public async Task DeployAsync(
        ApiBuilder api, Func<StageDocument, StageDocument>? configure = null, string stageName = "prod", string deployment = "dep001")
    {
        var stage = new StageDocument
        {
            StageName = stageName, DeploymentId = deployment, CreatedDate = 1, LastUpdatedDate = 1,
        };
        await Store.CommitAsync(
            new DocumentBatch(Scope)
                .Upsert($"{ApiBuilder.ApiId}/{deployment}", new DeploymentSnapshotDocument { Definition = api.Build() })
                .Upsert($"{ApiBuilder.ApiId}/{stageName}", configure?.Invoke(stage) ?? stage),
            CancellationToken.None);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync("GET", path, null, headers);

    /// <summary>Comes back with the head; the body is still on its way.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = Host;
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<HttpResponseMessage> SendAsync(
        string verb, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path) { Content = body };
        request.Headers.Host = Host;
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await _client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await Plane.DisposeAsync();
    }
}
