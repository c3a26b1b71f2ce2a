using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Conformance.Harness;
using Gatehouse.Conformance.WebSockets;

[assembly: AssemblyFixture(typeof(EchoApi))]

namespace Gatehouse.Conformance.WebSockets;

/// <summary>
/// A WebSocket API whose every message comes back from a MOCK integration, made through the management API alone. The
/// server starts with the first test that asks for it.
/// </summary>
public sealed class EchoApi : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ServerProcess? _server;

    internal ServerProcess Server => _server!;

    internal string ApiId { get; private set; } = "";

    internal string Host => $"{ApiId}.execute-api.localhost:{Server.Port}";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    internal async Task StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_server is null)
            {
                var server = await ServerProcess.ServeAsync(null, "--max-new-connections", "-1");
                ApiId = await CreateAsync(server);
                _server = server;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A connection to the stage <c>dev</c>.</summary>
    internal async Task<RawSocket> OpenAsync(string more = "", string query = "")
    {
        await StartAsync();
        return await RawSocket.OpenAsync(Server.Port, Host, "/dev" + query, more);
    }

    /// <summary>
    /// The message goes through the mock as base64, since what a mock is told must be JSON whatever the client said.
    /// </summary>
    internal static async Task<string> CreateAsync(ServerProcess server)
    {
        var api = await PostAsync(server, "/v2/apis", new JsonObject
        {
            ["name"] = "echo",
            ["protocolType"] = "WEBSOCKET",
            ["routeSelectionExpression"] = "$request.body.action",
        });
        var path = $"/v2/apis/{api["apiId"]}";
        var integration = await PostAsync(server, path + "/integrations", new JsonObject
        {
            ["integrationType"] = "MOCK",
            ["templateSelectionExpression"] = "\\$default",
            ["requestTemplates"] = new JsonObject
            {
                ["$default"] = """{"statusCode":200,"said":"$util.base64Encode($input.body)"}""",
            },
        });
        await PostAsync(server, $"{path}/integrations/{integration["integrationId"]}/integrationresponses", new JsonObject
        {
            ["integrationResponseKey"] = "$default",
            ["templateSelectionExpression"] = "\\$default",
            ["responseTemplates"] = new JsonObject { ["$default"] = "$util.base64Decode($input.path('$.said'))" },
        });
        var route = await PostAsync(server, path + "/routes", new JsonObject
        {
            ["routeKey"] = "$default",
            ["routeResponseSelectionExpression"] = "$default",
            ["target"] = $"integrations/{integration["integrationId"]}",
        });
        await PostAsync(server, $"{path}/routes/{route["routeId"]}/routeresponses", new JsonObject
        {
            ["routeResponseKey"] = "$default",
        });
        await PostAsync(server, path + "/stages", new JsonObject { ["stageName"] = "dev" });
        await PostAsync(server, path + "/deployments", new JsonObject { ["stageName"] = "dev" });
        return api["apiId"]!.GetValue<string>();
    }

    internal static async Task<JsonNode> PostAsync(ServerProcess server, string path, JsonObject body)
    {
        var (status, answer, _) = await server.ControlAsync(HttpMethod.Post, path, body.ToJsonString());
        return status == HttpStatusCode.Created
            ? answer!
            : throw new InvalidOperationException($"{path} was refused: {answer?.ToJsonString()}");
    }
}
