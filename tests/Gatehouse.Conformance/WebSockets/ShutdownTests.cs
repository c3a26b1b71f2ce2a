using System.Text.Json.Nodes;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>The end of the server, and the ends of clients and backends, as open connections meet them (websocket-api §7, §11.2).</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task SIGTERM_closes_every_connection_with_1001_and_delivers_every_disconnect_once()
    {
        using var counter = new EventCounter();
        await using var server = await ServerProcess.ServeAsync();
        var api = await CreateAsync(server, counter.Port);
        var sockets = new List<RawSocket>();
        for (var i = 0; i < 100; i++)
        {
            sockets.Add(await OpenAsync(server, api));
        }

        var stopping = server.TerminateAsync();
        foreach (var socket in sockets)
        {
            (await socket.ReadToEndAsync()).ShouldNotBeNull().CloseCode.ShouldBe(1001);
            socket.Dispose();
        }

        (await stopping).ShouldBe(0);
        counter.Of("CONNECT").ShouldBe((100, true));
        counter.Of("DISCONNECT").ShouldBe((100, true));
    }

    [Fact]
    public async Task Clients_that_vanish_that_close_and_that_are_wrong_are_each_told_of_once()
    {
        using var counter = new EventCounter();
        await using var server = await ServerProcess.ServeAsync();
        var api = await CreateAsync(server, counter.Port);
        for (var i = 0; i < 30; i++)
        {
            using var socket = await OpenAsync(server, api);
            switch (i % 3)
            {
                case 0:
                    socket.Reset();
                    break;
                case 1:
                    await socket.SendAsync(new SocketFrame(SocketFrame.Close, []));
                    await socket.ReadToEndAsync();
                    break;
                default:
                    await socket.SendAsync([0x83, 0x80, 1, 2, 3, 4]); // an opcode that nobody knows
                    await socket.ReadToEndAsync();
                    break;
            }
        }

        (await server.TerminateAsync()).ShouldBe(0); // whatever is owed has been delivered
        counter.Of("DISCONNECT").ShouldBe((30, true));
    }

    [Fact]
    public async Task A_backend_that_dies_gives_error_frames_and_the_connection_lives()
    {
        using var counter = new EventCounter();
        await using var server = await ServerProcess.ServeAsync();
        var gone = new EventCounter();
        var api = await CreateAsync(server, counter.Port, gone.Port);
        gone.Dispose(); // nobody listens there any more
        using var socket = await OpenAsync(server, api);

        await socket.SendAsync(new SocketFrame(1, """{"action":"call"}"""u8.ToArray()));

        var frame = System.Text.Encoding.UTF8.GetString((await socket.ReadMessageAsync()).Payload);
        frame.ShouldStartWith("""{"message": "Internal server error", "connectionId":""");
        await socket.SendAsync(new SocketFrame(1, "alive"u8.ToArray()));
        System.Text.Encoding.UTF8.GetString((await socket.ReadMessageAsync()).Payload).ShouldBe("alive");
    }

    private static Task<RawSocket> OpenAsync(ServerProcess server, string api) =>
        RawSocket.OpenAsync(server.Port, $"{api}.execute-api.localhost:{server.Port}", "/dev");

    private static async Task<string> CreateAsync(ServerProcess server, int port, int? callPort = null)
    {
        var api = await EchoApi.CreateAsync(server);
        foreach (var (key, target) in new[] { ("$connect", port), ("$disconnect", port), ("call", callPort ?? port) })
        {
            var integration = await EchoApi.PostAsync(server, $"/v2/apis/{api}/integrations", new JsonObject
            {
                ["integrationType"] = "HTTP_PROXY",
                ["integrationMethod"] = "GET",
                ["integrationUri"] = $"http://127.0.0.1:{target}/",
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

        await EchoApi.PostAsync(server, $"/v2/apis/{api}/deployments", new JsonObject { ["stageName"] = "dev" });
        return api;
    }
}
