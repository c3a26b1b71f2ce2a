using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Execution;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Tests.Execution.Integrations.Http;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>A data plane that serves an HTTP API, with a backend of the test's beside it.</summary>
internal sealed class HttpApiFixture : IAsyncDisposable
{
    private HttpApiFixture(ExecutionHarness harness, BackendServer backend) => (Harness, Backend) = (harness, backend);

    public ExecutionHarness Harness { get; }

    public BackendServer Backend { get; }

    public FakeFunctionInvoker Functions => Harness.Functions;

    /// <summary>Why the last request was refused; a refusal is recorded before it is answered, any other answer after.</summary>
    public string Detail
    {
        get
        {
            lock (Harness.Records.Records)
            {
                return Harness.Records.Records.LastOrDefault()?.Detail ?? "";
            }
        }
    }

    /// <summary>The event of the last invocation.</summary>
    public JsonObject Event => (JsonObject)JsonNode.Parse(Functions.Calls[^1].Payload)!;

    /// <param name="build">Adds routes; gets the backend's URL.</param>
    /// <param name="stage">Changes the stage, which is <c>$default</c>.</param>
    /// <param name="answer">The backend's.</param>
    /// <param name="dependencies">Changes what the plane works with; gets the backend's URL.</param>
    public static async Task<HttpApiFixture> StartAsync(
        Action<HttpApiBuilder, string> build, Func<StageV2Document, StageV2Document>? stage = null,
        Func<HttpContext, Task>? answer = null,
        Func<ExecutionDependencies, string, ExecutionDependencies>? dependencies = null)
    {
        var backend = await BackendServer.StartAsync(answer);
        var harness = await ExecutionHarness.StartAsync(
            dependencies: defaults => dependencies?.Invoke(defaults, backend.Url) ?? defaults);
        var api = new HttpApiBuilder();
        build(api, backend.Url);
        var fixture = new HttpApiFixture(harness, backend);
        await fixture.DeployAsync(api, stage);
        return fixture;
    }

    public static StageV2Document Stage(string name = "$default") => new()
    {
        StageName = name,
        DeploymentId = "dep001",
        DefaultRouteSettings = new RouteSettingsV2(),
        RouteSettings = ImmutableSortedDictionary<string, RouteSettingsV2>.Empty,
        StageVariables = ImmutableSortedDictionary<string, string>.Empty,
        Tags = ImmutableSortedDictionary<string, string>.Empty,
        CreatedDate = 1,
        LastUpdatedDate = 1,
    };

    public async Task DeployAsync(HttpApiBuilder api, Func<StageV2Document, StageV2Document>? configure = null)
    {
        var stage = configure?.Invoke(Stage()) ?? Stage();
        await Harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope)
                .Upsert(api.Api.ApiId, api.Api)
                .Upsert(
                    $"{api.Api.ApiId}/{stage.DeploymentId}",
                    new DeploymentSnapshotV2Document { Definition = api.Build() })
                .Upsert($"{api.Api.ApiId}/{stage.StageName}", stage),
            CancellationToken.None);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        Harness.GetAsync(path, headers);

    public Task<HttpResponseMessage> SendAsync(
        string verb, string path, HttpContent? body = null, params (string Name, string Value)[] headers) =>
        Harness.SendAsync(verb, path, body, headers);

    public async Task<(int Status, string Body)> AskAsync(
        string verb, string path, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(verb, path, null, headers);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends a head as it is, with Host and the wish to close, and returns all that comes back.</summary>
    public async Task<string> SendRawAsync(params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Harness.Port);
        await using var stream = client.GetStream();
        var head = string.Join("\r\n", [lines[0], $"Host: {Harness.Host}", "Connection: close", .. lines[1..], "", ""]);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Harness.DisposeAsync();
        await Backend.DisposeAsync();
    }
}
