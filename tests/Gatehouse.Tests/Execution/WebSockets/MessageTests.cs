using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>Messages, routes and error frames (websocket-api §5).</summary>
public sealed class MessageTests
{
    [Fact]
    public async Task A_message_goes_to_the_route_of_its_key_or_to_default()
    {
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Mock("join", response: "joined").Mock("$default", response: "default"));
        var peer = await api.ConnectAsync();

        foreach (var (text, expected) in new[]
        {
            ("""{"action":"join"}""", "joined"), ("""{"action":"other"}""", "default"), ("""{"a":1}""", "default"),
            ("no json", "default"), ("[1]", "default"), ("\"join\"", "default"), ("""{"action":"$default"}""", "default"), ("", "default"),
        })
        {
            await peer.SendTextAsync(text);
            (await peer.ReceiveTextAsync()).ShouldBe(expected, text);
        }
    }

    [Fact]
    public async Task A_message_without_a_route_gets_the_forbidden_frame_to_the_byte()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Mock("join", response: "$context.connectionId"));
        var peer = await api.ConnectAsync();
        await peer.SendTextAsync("""{"action":"join"}""");
        var id = await peer.ReceiveTextAsync();

        await peer.SendTextAsync("""{"action":"nobody"}""");

        (await peer.ReceiveTextAsync()).ShouldMatch(
            $$"""^\{"message": "Forbidden", "connectionId":"{{id}}", "requestId":"[A-Za-z0-9_-]{15}="\}$""");
        await peer.SendTextAsync("""{"action":"join"}""");
        (await peer.ReceiveTextAsync()).ShouldBe(id); // errors never close the socket
    }

    [Theory]
    [InlineData("$connect")]
    [InlineData("$disconnect")]
    public async Task No_message_reaches_the_routes_of_the_connection_itself(string key)
    {
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Function("$connect").Function("$disconnect").Mock("$default", response: "default"));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync($$"""{"action":"{{key}}"}""");

        (await peer.ReceiveTextAsync()).ShouldBe("default");
        api.Functions.Calls.Count.ShouldBe(1); // the handshake's own
    }

    [Theory]
    [InlineData(true, FunctionOutcome.FunctionFailed, """{"errorMessage":"boom"}""")]
    [InlineData(false, FunctionOutcome.FunctionFailed, """{"errorMessage":"boom"}""")]
    [InlineData(false, FunctionOutcome.Throttled, "")]
    [InlineData(false, FunctionOutcome.Succeeded, "null")]
    [InlineData(true, FunctionOutcome.Succeeded, """{"statusCode":200,"body":"%%","isBase64Encoded":true}""")]
    public async Task A_function_that_fails_gives_the_internal_error_frame(bool isTwoWay, FunctionOutcome outcome, string payload)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$default", isTwoWay).Mock("ping", response: "pong"));
        api.Functions.Returns(outcome, payload);
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("x");

        (await peer.ReceiveTextAsync()).ShouldMatch(
            """^\{"message": "Internal server error", "connectionId":"[^"]{16}", "requestId":"[^"]{16}"\}$""");
        await peer.SendTextAsync("""{"action":"ping"}""");
        (await peer.ReceiveTextAsync()).ShouldBe("pong");
    }

    [Fact]
    public async Task A_function_that_takes_too_long_gives_the_timeout_frame()
    {
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Route("$default", SocketApiBuilder.FunctionProxy with { TimeoutInMillis = 50 }));
        api.Functions.Handler = static async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("not reached");
        };
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("x");

        (await peer.ReceiveTextAsync()).ShouldStartWith("""{"message": "Endpoint request timed out", "connectionId":""");
    }

    [Fact]
    public async Task A_route_without_an_integration_is_an_internal_error()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Route("$default", null));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("x");

        (await peer.ReceiveTextAsync()).ShouldStartWith("""{"message": "Internal server error",""");
        api.Recorded().Last(r => r.HttpMethod == "MESSAGE").GatewayResponseType.ShouldBe("API_CONFIGURATION_ERROR");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(501)]
    public async Task A_one_way_route_sends_nothing_whatever_the_status(int status)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$default").Mock("ping", response: "pong"));
        api.Functions.Returns($$"""{"statusCode":{{status}},"body":"unheard"}""");
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("x");
        await SocketFixture.UntilAsync(() => api.Events("MESSAGE").Count == 1);
        await peer.SendTextAsync("""{"action":"ping"}""");

        (await peer.ReceiveTextAsync()).ShouldBe("pong");
    }

    [Theory]
    [InlineData("""{"statusCode":500,"body":"said"}""", "said")]
    [InlineData("""{"statusCode":200,"body":"c2FpZA==","isBase64Encoded":true}""", "said")]
    public async Task A_two_way_route_sends_the_body_whatever_the_status(string answer, string expected)
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$default", isTwoWay: true));
        api.Functions.Returns(answer);
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("x");

        var frame = await peer.ReceiveAsync();
        (frame.Text, frame.Flags).ShouldBe((expected, 0x81));
    }

    [Fact]
    public async Task An_empty_body_of_a_two_way_route_sends_nothing()
    {
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Function("$default", isTwoWay: true).Mock("ping", response: "pong"));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("x");
        await SocketFixture.UntilAsync(() => api.Events("MESSAGE").Count == 1);
        await peer.SendTextAsync("""{"action":"ping"}""");

        (await peer.ReceiveTextAsync()).ShouldBe("pong");
    }

    [Fact]
    public async Task A_body_that_does_not_fit_its_model_is_refused_before_the_integration()
    {
        var builder = new SocketApiBuilder().Function("$default", configure: static route => route with
        {
            ModelSelectionExpression = "$request.body.kind",
            RequestModels = SocketApiBuilder.Map(("order", "Order")),
        });
        builder.Models.Add(new ModelV2Document
        {
            ModelId = "m00001", Name = "Order", Schema = """{"type":"object","required":["id"],"properties":{"id":{"type":"integer"}}}""",
        });
        await using var api = await SocketFixture.StartAsync(builder);
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync("""{"kind":"order","id":7}""");
        await SocketFixture.UntilAsync(() => api.Events("MESSAGE").Count == 1);
        foreach (var bad in new[] { """{"kind":"order","id":"x"}""", """{"kind":"order"}""", """{"kind":"unknown","id":7}""", "no json" })
        {
            await peer.SendTextAsync(bad);
            (await peer.ReceiveTextAsync()).ShouldMatch(
                """^\{"message": "Bad request body", "connectionId":"[^"]{16}", "messageId":"[^"]{16}"\}$""");
        }

        api.Events("MESSAGE").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_throttled_route_answers_a_frame_and_recovers()
    {
        await using var api = await SocketFixture.StartAsync(
            new SocketApiBuilder().Mock("$default", response: "ok"),
            static stage => stage with
            {
                RouteSettings = stage.RouteSettings.Add("$default", new RouteSettingsV2 { ThrottlingRateLimit = 20, ThrottlingBurstLimit = 1 }),
            });
        var peer = await api.ConnectAsync();
        var heard = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            await peer.SendTextAsync("x");
            heard.Add(await peer.ReceiveTextAsync());
        }

        heard[0].ShouldBe("ok");
        heard.ShouldContain(text => text.StartsWith("""{"message": "Too Many Requests", "connectionId":"""));
        var later = "";
        while (later != "ok")
        {
            await peer.SendTextAsync("x");
            later = await peer.ReceiveTextAsync();
        }
    }

    [Fact]
    public async Task Frames_to_32768_and_messages_to_131072_bytes_are_taken()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo());
        var peer = await api.ConnectAsync();
        var whole = new string('a', 32_768);
        await peer.SendTextAsync(whole);
        (await peer.ReceiveTextAsync()).ShouldBe(whole);

        var piece = Encoding.ASCII.GetBytes(whole);
        await peer.SendAsync(0x01, piece);
        await peer.SendAsync(0x00, piece);
        await peer.SendAsync(0x00, piece);
        await peer.SendAsync(0x80, piece);
        (await peer.ReceiveTextAsync()).Length.ShouldBe(131_072);
    }

    [Fact]
    public async Task A_frame_over_32768_bytes_closes_with_1009()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo().Function("$disconnect"));
        var peer = await api.ConnectAsync();

        await peer.SendTextAsync(new string('a', 32_769));

        var close = await peer.ReceiveAsync();
        (close.Opcode, close.Code, close.Reason).ShouldBe((8, 1009, "Message too big"));
        await peer.CloseAsync(1009);
        await SocketFixture.UntilAsync(() => api.Events("DISCONNECT").Count == 1);
        ((int?)api.Events("DISCONNECT")[0]["requestContext"]!["disconnectStatusCode"]).ShouldBe(1009);
    }

    [Fact]
    public async Task A_message_over_131072_bytes_closes_with_1009()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo());
        var peer = await api.ConnectAsync();
        var piece = new byte[32_768];
        Array.Fill(piece, (byte)'a');
        await peer.SendAsync(0x01, piece);
        await peer.SendAsync(0x00, piece);
        await peer.SendAsync(0x00, piece);
        await peer.SendAsync(0x00, piece);

        await peer.SendAsync(0x80, "a"u8.ToArray());

        (await peer.ReceiveAsync()).Code.ShouldBe(1009);
    }

    [Fact]
    public async Task A_binary_message_closes_with_1003_and_is_not_routed()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$default"));
        var peer = await api.ConnectAsync();

        await peer.SendAsync(0x82, "{}"u8.ToArray());

        (await peer.ReceiveAsync()).Code.ShouldBe(1003);
        api.Functions.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_hundred_messages_of_one_connection_run_at_the_same_time()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$default", isTwoWay: true));
        var gate = new TaskCompletionSource();
        var running = 0;
        api.Functions.Handler = async (_, _) =>
        {
            Interlocked.Increment(ref running);
            await gate.Task;
            return new FunctionResult { Outcome = FunctionOutcome.Succeeded, Payload = """{"statusCode":200,"body":"done"}"""u8.ToArray() };
        };
        var peer = await api.ConnectAsync();
        for (var i = 0; i < 200; i++)
        {
            await peer.SendTextAsync($"{i}");
        }

        await SocketFixture.UntilAsync(() => Volatile.Read(ref running) == 200);
        gate.SetResult();
        for (var i = 0; i < 200; i++)
        {
            (await peer.ReceiveTextAsync()).ShouldBe("done");
        }
    }

    [Fact]
    public async Task No_more_than_256_messages_of_one_connection_run_and_none_is_lost()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Function("$default", isTwoWay: true));
        var gate = new SemaphoreSlim(0);
        var (running, most) = (0, 0);
        api.Functions.Handler = async (_, _) =>
        {
            var now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            await gate.WaitAsync(CancellationToken.None);
            Interlocked.Decrement(ref running);
            return new FunctionResult { Outcome = FunctionOutcome.Succeeded, Payload = """{"statusCode":200,"body":"done"}"""u8.ToArray() };
        };
        var peer = await api.ConnectAsync();
        for (var i = 0; i < 400; i++)
        {
            await peer.SendTextAsync($"{i}");
        }

        await SocketFixture.UntilAsync(() => Volatile.Read(ref running) == WebSocketLimits.MessagesInFlight);
        gate.Release(400);
        for (var i = 0; i < 400; i++)
        {
            (await peer.ReceiveTextAsync()).ShouldBe("done");
        }

        most.ShouldBeLessThanOrEqualTo(WebSocketLimits.MessagesInFlight);
        lock (api.Functions.Calls)
        {
            // Begun in the order in which they came (§5.10).
            api.Functions.Calls.Select(static call => (string?)JsonNode.Parse(call.Payload)!["body"])
                .ShouldBe(Enumerable.Range(0, 400).Select(static i => $"{i}"));
        }
    }

    [Fact]
    public async Task A_new_deployment_serves_the_next_message_of_an_open_connection()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Mock("$default", response: "old"));
        var peer = await api.ConnectAsync();
        await peer.SendTextAsync("x");
        (await peer.ReceiveTextAsync()).ShouldBe("old");

        await api.DeployAsync(new SocketApiBuilder().Mock("$default", response: "new"), deployment: "dep002");
        await peer.SendTextAsync("x");

        (await peer.ReceiveTextAsync()).ShouldBe("new");
    }
}
