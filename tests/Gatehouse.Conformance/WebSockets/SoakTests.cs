using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>
/// Many connections with messages, of which some vanish: each gets its $connect and one $disconnect, and no message is lost
/// or overtaken on a connection that lives. GATEHOUSE_SOAK_CONNECTIONS and GATEHOUSE_SOAK_SECONDS make it long.
/// </summary>
public sealed class SoakTests
{
    private const int MessagesOnTheWay = 4;

    private static readonly int Connections = Setting("GATEHOUSE_SOAK_CONNECTIONS", 200);

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Setting("GATEHOUSE_SOAK_SECONDS", 3));

    private static readonly TimeSpan SettlingLimit = TimeSpan.FromSeconds(60);

    /// <summary>Between what one client says and what it says next: some thousands of messages a second, however many speak.</summary>
    private static readonly int LongestPauseMillis = Connections / 2;

    /// <summary>Handshakes on the way at one time: a client waits as long for its turn, not for an answer.</summary>
    private readonly SemaphoreSlim _doors = new(256);

    private readonly ITestOutputHelper _output = TestContext.Current.TestOutputHelper!;
    private long _messages;
    private int _opened;

    [Fact]
    public async Task Every_connection_has_one_beginning_and_one_end_and_its_messages_in_order()
    {
        using var counter = new EventCounter();
        await using var server = await ServerProcess.ServeAsync(null, "--max-new-connections", "-1", "--account-rate", "-1");
        var api = await CreateAsync(server, counter.Port);
        var host = $"{api}.execute-api.localhost:{server.Port}";
        using var end = new CancellationTokenSource(Duration);

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(lane => LiveAsync(server.Port, host, lane, end.Token)));

        using var limit = new CancellationTokenSource(SettlingLimit);
        while (counter.Total < 2 * _opened && !limit.IsCancellationRequested)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken); // the backend's count is all there is to ask
        }

        _output.WriteLine($"{_opened} connections, {_messages} messages, {ResidentMiB(server.ProcessId)} MiB at the end");
        counter.Of("CONNECT").ShouldBe((_opened, true));
        counter.Of("DISCONNECT").ShouldBe((_opened, true));
        _opened.ShouldBeGreaterThanOrEqualTo(Connections);
    }

    /// <summary>One client after the other: each talks for a while, then closes, or is gone from one moment to the next.</summary>
    private async Task LiveAsync(int port, string host, int lane, CancellationToken end)
    {
        var random = new Random(lane);
        while (true)
        {
            using var socket = await OpenAsync(port, host);
            await TalkAsync(socket, random, end);
            if (random.Next(3) == 0 && !end.IsCancellationRequested)
            {
                await socket.SendAsync(SocketFrame.OfText("nobody will hear the answer"));
                socket.Reset();
            }
            else
            {
                await socket.SendAsync(SocketFrame.OfClose(1000, "done"));
                (await socket.ReadToEndAsync()).ShouldNotBeNull().CloseCode.ShouldBe(1000);
            }

            if (end.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<RawSocket> OpenAsync(int port, string host)
    {
        await _doors.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var socket = await RawSocket.OpenAsync(port, host, "/dev");
            Interlocked.Increment(ref _opened);
            return socket;
        }
        finally
        {
            _doors.Release();
        }
    }

    private async Task TalkAsync(RawSocket socket, Random random, CancellationToken end)
    {
        var number = 0;
        for (var rounds = random.Next(1, 20); rounds > 0 && !end.IsCancellationRequested; rounds--)
        {
            await Task.Delay(random.Next(LongestPauseMillis), TestContext.Current.CancellationToken); // the shape of the load
            await socket.SendAsync([.. Enumerable.Range(number, MessagesOnTheWay).Select(static n => SocketFrame.OfText($"message {n}"))]);
            for (var i = 0; i < MessagesOnTheWay; i++)
            {
                (await socket.ReadMessageAsync()).PayloadText.ShouldBe($"message {number++}");
            }

            Interlocked.Add(ref _messages, MessagesOnTheWay);
        }
    }

    /// <summary>The echo, whose beginnings and ends are told to the counter.</summary>
    private static async Task<string> CreateAsync(ServerProcess server, int counter)
    {
        var api = await EchoApi.CreateAsync(server);
        var path = $"/v2/apis/{api}";
        var integration = await EchoApi.PostAsync(server, path + "/integrations", new JsonObject
        {
            ["integrationType"] = "HTTP_PROXY",
            ["integrationMethod"] = "GET",
            ["integrationUri"] = $"http://127.0.0.1:{counter}/",
            ["requestParameters"] = new JsonObject
            {
                ["integration.request.header.event"] = "context.eventType",
                ["integration.request.header.connection-id"] = "context.connectionId",
            },
        });
        foreach (var key in new[] { "$connect", "$disconnect" })
        {
            await EchoApi.PostAsync(server, path + "/routes", new JsonObject
            {
                ["routeKey"] = key,
                ["target"] = $"integrations/{integration["integrationId"]}",
            });
        }

        await EchoApi.PostAsync(server, path + "/deployments", new JsonObject { ["stageName"] = "dev" });
        return api;
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;

    private static long ResidentMiB(int process)
    {
        using var running = System.Diagnostics.Process.GetProcessById(process);
        return running.WorkingSet64 >> 20;
    }
}
