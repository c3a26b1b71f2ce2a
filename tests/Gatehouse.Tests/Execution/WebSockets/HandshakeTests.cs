using System.Text.Json.Nodes;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>Opening a connection (websocket-api §3; RFC 6455 §4.2).</summary>
public sealed class HandshakeTests
{
    [Fact]
    public async Task Connects_without_a_connect_route()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo());
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("hello");

        (await peer.ReceiveAsync()).Text.ShouldBe("hello");
        api.Functions.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_101_has_the_headers_of_the_protocol_and_no_others()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo());

        var peer = await api.ConnectAsync();

        // RFC 6455 §1.3 gives the key and its answer.
        peer.Headers["Sec-WebSocket-Accept"].ShouldBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        peer.Headers["Upgrade"].ShouldBe("websocket");
        peer.Headers["Connection"].ShouldBe("Upgrade");
        peer.Headers.Keys.Order().ShouldBe(["Connection", "Date", "Sec-WebSocket-Accept", "Upgrade"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Runs_with_and_without_a_listener_that_lets_connections_go(bool hasTakeover)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo(), hasTakeover: hasTakeover);
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("one");
        (await peer.ReceiveAsync()).Text.ShouldBe("one");
        await peer.CloseAsync(1000, "done");

        var close = await peer.ReceiveAsync();
        (close.Code, close.Reason).ShouldBe((1000, "done"));
        (await peer.IsClosedByServerAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_sent_right_behind_the_handshake_is_not_lost()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo());
        using var socket = new System.Net.Sockets.TcpClient("127.0.0.1", api.Port);
        var stream = socket.GetStream();
        var head = $"GET /dev HTTP/1.1\r\nHost: {api.Host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {SocketPeer.Key}\r\n\r\n";
        byte[] both = [.. System.Text.Encoding.ASCII.GetBytes(head), .. SocketPeer.Frame(0x81, "early"u8.ToArray())];
        await stream.WriteAsync(both);

        var read = "";
        var buffer = new byte[1_024];
        while (!read.EndsWith("early", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            count.ShouldBeGreaterThan(0);
            read += System.Text.Encoding.Latin1.GetString(buffer, 0, count);
        }
    }

    [Fact]
    public async Task The_upgrade_waits_for_the_integration()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Function("$connect"));
        var answer = new TaskCompletionSource<FunctionResult>();
        var asked = new TaskCompletionSource();
        api.Functions.Handler = (_, _) =>
        {
            asked.SetResult();
            return new(answer.Task);
        };

        var opening = api.OpenAsync();
        await asked.Task;
        opening.IsCompleted.ShouldBeFalse();
        answer.SetResult(new FunctionResult { Outcome = FunctionOutcome.Succeeded, Payload = """{"statusCode":200}"""u8.ToArray() });

        (await opening).Status.ShouldBe(101);
    }

    [Theory]
    [InlineData(200, 101)]
    [InlineData(201, 101)]
    [InlineData(301, 301)]
    [InlineData(400, 400)]
    [InlineData(401, 401)]
    [InlineData(501, 501)]
    public async Task Only_a_2xx_opens_and_any_other_status_is_the_clients(int answered, int expected)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Function("$connect"));
        api.Functions.Returns($$$"""{"statusCode":{{{answered}}},"body":"why","headers":{"X-Why":"so"}}""");

        var peer = await api.OpenAsync();

        peer.Status.ShouldBe(expected);
        if (expected != 101)
        {
            (await peer.ReadBodyAsync()).ShouldBe("why");
            peer.Headers["X-Why"].ShouldBe("so");
            api.Events("DISCONNECT").ShouldBeEmpty(); // websocket-api §7.4: not after a failed handshake
        }
    }

    [Theory]
    [InlineData(FunctionOutcome.FunctionFailed, """{"errorMessage":"boom"}""", 502)]
    [InlineData(FunctionOutcome.Succeeded, """{"status":200}""", 502)]
    [InlineData(FunctionOutcome.Throttled, "", 502)]
    [InlineData(FunctionOutcome.NotFound, "", 500)]
    public async Task A_connect_that_fails_is_a_502_or_the_configurations_500(FunctionOutcome outcome, string payload, int expected)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Function("$connect"));
        api.Functions.Returns(outcome, payload);

        var peer = await api.OpenAsync();

        peer.Status.ShouldBe(expected);
        (await peer.ReadBodyAsync()).ShouldStartWith("""{"message": "Internal server error", "connectionId":""");
    }

    [Fact]
    public async Task A_connect_that_takes_too_long_is_a_504()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Route(
            "$connect", SocketApiBuilder.FunctionProxy with { TimeoutInMillis = 50 }));
        api.Functions.Handler = static async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("not reached");
        };

        var peer = await api.OpenAsync();

        peer.Status.ShouldBe(504);
        (await peer.ReadBodyAsync()).ShouldStartWith("""{"message": "Endpoint request timed out", "connectionId":""");
    }

    [Theory]
    [InlineData("""{"statusCode":200,"headers":{"sec-websocket-protocol":"v2.chat"}}""", "v2.chat")]
    [InlineData("""{"statusCode":200}""", null)]
    public async Task The_subprotocol_is_what_the_integration_says(string answer, string? expected)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Function("$connect"));
        api.Functions.Returns(answer);

        var peer = await api.ConnectAsync("/dev", ("Sec-WebSocket-Protocol", "v1.chat,v2.chat"));

        peer.Headers.GetValueOrDefault("Sec-WebSocket-Protocol").ShouldBe(expected);
        ((string?)api.Events("CONNECT")[0]["headers"]!["Sec-WebSocket-Protocol"]).ShouldBe("v1.chat,v2.chat");
    }

    [Fact]
    public async Task A_mock_connect_needs_a_status_and_a_response()
    {
        await using var good = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Mock("$connect"));
        (await good.OpenAsync()).Status.ShouldBe(101);

        await using var bad = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Mock("$connect", "{}"));
        (await bad.OpenAsync()).Status.ShouldBe(500);

        await using var refused = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Mock("$connect", """{"statusCode":403}"""));
        (await refused.OpenAsync()).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("/nope")]
    [InlineData("/dev/further")]
    [InlineData("/")]
    public async Task An_unknown_stage_or_a_further_segment_is_forbidden(string path)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo());

        var peer = await api.OpenAsync(path);

        peer.Status.ShouldBe(403);
        (await peer.ReadBodyAsync()).ShouldBe("""{"message":"Forbidden"}""");
    }

    [Fact]
    public async Task A_trailing_slash_is_the_stage_itself()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo());

        (await api.OpenAsync("/dev/")).Status.ShouldBe(101);
        (await api.OpenAsync("/dev?a=1")).Status.ShouldBe(101);
    }

    [Theory]
    [InlineData("Upgrade", "", 403)]
    [InlineData("Upgrade", "h2c", 403)]
    [InlineData("Connection", "keep-alive", 403)]
    [InlineData("Sec-WebSocket-Version", "8", 426)]
    [InlineData("Sec-WebSocket-Version", "", 426)]
    [InlineData("Sec-WebSocket-Key", "", 400)]
    [InlineData("Sec-WebSocket-Key", "c2hvcnQ=", 400)]
    [InlineData("Upgrade", "WebSocket", 101)]
    [InlineData("Connection", "keep-alive, UPGRADE", 101)]
    public async Task What_is_no_handshake_is_refused(string header, string value, int expected)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo());

        var peer = await api.OpenAsync("/dev", (header, value));

        peer.Status.ShouldBe(expected);
        if (expected == 426)
        {
            peer.Headers["Sec-WebSocket-Version"].ShouldBe("13"); // RFC 6455 §4.4
        }
    }

    [Fact]
    public async Task A_url_over_4096_characters_is_refused()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo());

        (await api.OpenAsync("/dev?" + new string('a', 4_091))).Status.ShouldBe(101);
        (await api.OpenAsync("/dev?" + new string('a', 4_092))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_disabled_default_endpoint_is_forbidden()
    {
        var builder = new SocketApiBuilder().Echo();
        builder.Api = builder.Api with { DisableExecuteApiEndpoint = true };
        await using var api = await SocketFixture.StartAsync(builder);

        (await api.OpenAsync()).Status.ShouldBe(403);
    }

    [Fact]
    public async Task New_connections_are_limited_and_refused_with_429()
    {
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Echo(),
            dependencies: static d => d with { WebSockets = new WebSocketSettings { NewConnectionsPerSecond = 2 } });

        var statuses = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            statuses.Add((await api.OpenAsync()).Status);
        }

        statuses.Take(2).ShouldBe([101, 101]);
        statuses.ShouldContain(429);
    }

    [Fact]
    public async Task The_connect_route_is_throttled_with_429()
    {
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Echo().Mock("$connect"),
            static stage => stage with
            {
                RouteSettings = stage.RouteSettings.Add(
                    "$connect", new RouteSettingsV2 { ThrottlingRateLimit = 0, ThrottlingBurstLimit = 0 }),
            });

        var peer = await api.OpenAsync();

        peer.Status.ShouldBe(429);
        ((string?)JsonNode.Parse(await peer.ReadBodyAsync())!["message"]).ShouldBe("Too Many Requests");
    }

    [Fact]
    public async Task A_required_parameter_that_is_missing_is_a_400_and_nothing_is_called()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Function(
            "$connect", configure: static route => route with
            {
                RequestParameters = System.Collections.Immutable.ImmutableSortedDictionary<string, ParameterConstraints>.Empty
                        .Add("route.request.querystring.token", new ParameterConstraints { Required = true }),
            }));

        (await api.OpenAsync()).Status.ShouldBe(400);
        api.Functions.Calls.ShouldBeEmpty();
        (await api.OpenAsync("/dev?token=1")).Status.ShouldBe(101);
    }

    [Fact]
    public async Task A_connection_id_has_sixteen_characters_as_Amazons()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$connect"));
        await api.ConnectAsync();

        var context = api.Events("CONNECT")[0]["requestContext"]!;
        ((string?)context["connectionId"])!.ShouldMatch("^[A-Za-z0-9_-]{11}C[A-Za-z0-9_-]{3}=$");
        ((string?)context["requestId"])!.ShouldMatch("^[A-Za-z0-9_-]{11}F[A-Za-z0-9_-]{3}=$");
    }
}
