using System.Text.Json.Nodes;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>A connection that was never opened has no end (websocket-api §7.4).</summary>
public sealed class RefusedConnectionTests
{
    [Fact]
    public async Task A_handshake_that_the_integration_refuses_is_not_told_of_to_the_disconnect_route()
    {
        using var backend = new ScriptedBackend();
        using var counter = new EventCounter();
        await using var server = await ServerProcess.ServeAsync();
        var api = await EchoApi.CreateAsync(server);
        await RouteAsync(server, api, "$connect", $"http://127.0.0.1:{backend.Port}/redirect");
        await RouteAsync(server, api, "$disconnect", $"http://127.0.0.1:{counter.Port}/");
        await EchoApi.PostAsync(server, $"/v2/apis/{api}/deployments", new JsonObject { ["stageName"] = "dev" });

        for (var i = 0; i < 3; i++)
        {
            using var refused = await RawSocket.SendAsync(
                server.Port, RawSocket.Request($"{api}.execute-api.localhost:{server.Port}", "/dev"));
            refused.Status.ShouldBe(302);
        }

        (await server.TerminateAsync()).ShouldBe(0); // whatever is owed has been delivered
        backend.Heads.Count.ShouldBe(3);
        counter.Total.ShouldBe(0);
    }

    private static async Task RouteAsync(ServerProcess server, string api, string key, string uri)
    {
        var integration = await EchoApi.PostAsync(server, $"/v2/apis/{api}/integrations", new JsonObject
        {
            ["integrationType"] = "HTTP_PROXY",
            ["integrationMethod"] = "GET",
            ["integrationUri"] = uri,
            ["requestParameters"] = new JsonObject
            {
                ["integration.request.header.event"] = "context.eventType",
                ["integration.request.header.connection-id"] = "context.connectionId",
            },
        });
        await EchoApi.PostAsync(server, $"/v2/apis/{api}/routes", new JsonObject
        {
            ["routeKey"] = key,
            ["target"] = $"integrations/{integration["integrationId"]}",
        });
    }
}
