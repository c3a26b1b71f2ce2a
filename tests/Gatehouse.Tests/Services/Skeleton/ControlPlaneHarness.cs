using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.Skeleton;
using Gatehouse.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Gatehouse.Tests.Services.Skeleton;

/// <summary>The control plane without a socket: a request goes in, the bytes of its answer come out.</summary>
internal sealed class ControlPlaneHarness
{
    public const string Account = "000000000000";
    public const string Region = "us-east-1";

    public ControlPlaneHarness(
        RestApiQuotas? quotas = null, ICallRecorder? recorder = null, ApiV2Quotas? apiV2Quotas = null,
        IIssuerProbe? issuers = null, Func<ControlPlaneOptions, ControlPlaneOptions>? change = null, InMemoryDocumentStore? store = null)
    {
        Store = store ?? new InMemoryDocumentStore();
        var options = new ControlPlaneOptions
        {
            Documents = Store,
            Packages = new NoFunctions(),
            Functions = new NoFunctions(),
            Ids = new RandomIdSource(),
            Time = Clock,
            Loggers = Logs,
            Authenticator = new LoopbackAuthenticator(),
            RestApiQuotas = quotas ?? new RestApiQuotas(),
            ApiV2Quotas = apiV2Quotas ?? new ApiV2Quotas(),
            Issuers = issuers,
            Recorder = recorder,
        };
        Plane = new ControlPlane(change is null ? options : change(options));
    }

    public InMemoryDocumentStore Store { get; }

    public SettableClock Clock { get; } = new();

    public CollectedLogs Logs { get; } = new();

    public ControlPlane Plane { get; }

    public static string Authorization(string service = "apigateway", string region = Region, string key = "test") =>
        $"AWS4-HMAC-SHA256 Credential={key}/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0";

    /// <summary>A signed call, as an SDK makes it.</summary>
    public Task<Answer> CallAsync(
        string method, string target, string? body = null, string service = "apigateway", string region = Region) =>
        SendAsync(
            method,
            target,
            body is null ? null : Encoding.UTF8.GetBytes(body),
            ("Authorization", Authorization(service, region)),
            ("X-Amz-Date", "20260101T000000Z"));

    public async Task<Answer> SendAsync(
        string method, string target, byte[]? body, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        var request = context.Features.Get<IHttpRequestFeature>()!;
        request.Method = method;
        request.RawTarget = target;
        request.Path = target.Split('?')[0];
        request.Scheme = "http";
        request.Headers.Host = "localhost:4566";
        foreach (var (name, value) in headers)
        {
            request.Headers.Append(name, value);
        }

        if (body is not null)
        {
            request.Body = new MemoryStream(body);
            request.Headers.ContentLength = body.Length;
        }

        using var output = new MemoryStream();
        context.Response.Body = output;
        await Plane.HandleAsync(context);
        return new Answer(
            context.Response.StatusCode,
            Encoding.UTF8.GetString(output.ToArray()),
            context.Response.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            Bytes = output.ToArray(),
        };
    }

    /// <summary>Creates an API and returns its id and its root resource's.</summary>
    public async Task<(string Api, string Root)> CreateApiAsync(string members = "")
    {
        var created = await CallAsync("POST", "/restapis", $$"""{"name":"pets"{{members}}}""");
        created.Status.ShouldBe(201, created.Text);
        return (created.String("id"), created.String("rootResourceId"));
    }

    /// <summary>A mock method on the root: the least that can be deployed.</summary>
    public async Task<(string Api, string Root)> CreateMockApiAsync()
    {
        var (api, root) = await CreateApiAsync();
        var method = $"/restapis/{api}/resources/{root}/methods/GET";
        (await CallAsync("PUT", method, """{"authorizationType":"NONE"}""")).Status.ShouldBe(201);
        (await CallAsync("PUT", method + "/integration", """{"type":"MOCK"}""")).Status.ShouldBe(201);
        return (api, root);
    }

    public async Task<string> DeployAsync(string api, string members = "")
    {
        var deployed = await CallAsync("POST", $"/restapis/{api}/deployments", "{" + members + "}");
        deployed.Status.ShouldBe(201, deployed.Text);
        return deployed.String("id");
    }

    public async Task<string> CreateResourceAsync(string api, string parent, string pathPart)
    {
        var created = await CallAsync("POST", $"/restapis/{api}/resources/{parent}", $$"""{"pathPart":"{{pathPart}}"}""");
        created.Status.ShouldBe(201, created.Text);
        return created.String("id");
    }

    public Task<Answer> PatchAsync(string path, params (string Op, string Path, string? Value)[] operations) =>
        CallAsync("PATCH", path, PatchBody(operations));

    public static string PatchBody(params (string Op, string Path, string? Value)[] operations)
    {
        var list = new JsonArray();
        foreach (var (op, path, value) in operations)
        {
            var operation = new JsonObject { ["op"] = op, ["path"] = path };
            if (value is not null)
            {
                operation["value"] = value;
            }

            list.Add((JsonNode)operation);
        }

        return new JsonObject { ["patchOperations"] = list }.ToJsonString();
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Text, Dictionary<string, string> Headers)
{
    /// <summary>The body as it was sent, for answers that are no text.</summary>
    public byte[] Bytes { get; init; } = [];

    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? ErrorType => Headers.GetValueOrDefault("x-amzn-ErrorType");

    public string Message => (Json["message"] ?? Json[nameof(Message)])!.GetValue<string>();

    public string String(string member) => Json[member]!.GetValue<string>();

    public void ShouldRefuse(int status, string type, string message)
    {
        Status.ShouldBe(status, Text);
        ErrorType.ShouldBe(type);
        Message.ShouldBe(message);
    }
}

internal sealed class SettableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_511_379_433);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Keeps every line.</summary>
internal sealed class CollectedLogs : ILoggerFactory, ILogger
{
    public List<(LogLevel Level, EventId Id, string Text)> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Lines)
        {
            Lines.Add((logLevel, eventId, formatter(state, exception) + exception));
        }
    }
}
