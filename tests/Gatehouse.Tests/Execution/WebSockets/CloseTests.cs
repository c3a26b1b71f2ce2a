using Gatehouse.Model.Functions;
using Gatehouse.Tests.Fakes;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>The end of a connection, and the one <c>$disconnect</c> that tells of it (websocket-api §7).</summary>
public sealed class CloseTests
{
    [Fact]
    public async Task A_client_that_closes_without_a_status_is_told_of_as_1005()
    {
        await using var api = await StartAsync();
        var peer = await api.ConnectAsync();

        await peer.SendAsync(0x88, []);

        var echo = await peer.ReceiveAsync();
        (echo.Opcode, echo.Payload.Length).ShouldBe((8, 0));
        await ShouldEndAsync(api, 1005, "Client-side close frame status not set");
    }

    [Theory]
    [InlineData(1000, "")]
    [InlineData(1001, "going")]
    [InlineData(3000, "mine")]
    [InlineData(4999, "ü")]
    public async Task A_clients_code_and_reason_are_echoed_and_told(int code, string reason)
    {
        await using var api = await StartAsync();
        var peer = await api.ConnectAsync();

        await peer.CloseAsync(code, reason);

        var echo = await peer.ReceiveAsync();
        (echo.Code, echo.Reason).ShouldBe((code, reason));
        (await peer.IsClosedByServerAsync()).ShouldBeTrue(); // the server closes first (RFC 6455 §7.1.1)
        await ShouldEndAsync(api, code, reason);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(2999)]
    [InlineData(5000)]
    public async Task A_code_that_nobody_may_send_is_a_protocol_error(int code)
    {
        await using var api = await StartAsync();
        var peer = await api.ConnectAsync();

        await peer.CloseAsync(code);

        (await peer.ReceiveAsync()).Code.ShouldBe(1002);
        await ShouldEndAsync(api, 1002, "Protocol error");
    }

    [Fact]
    public async Task A_client_that_vanishes_is_told_of_as_1006_once()
    {
        await using var api = await StartAsync();
        var peer = await api.ConnectAsync();

        peer.Reset();

        await ShouldEndAsync(api, 1006, "Connection closed abnormally");
    }

    [Fact]
    public async Task A_deleted_connection_gets_1000_and_is_gone_at_once()
    {
        await using var api = await StartAsync(withId: true);
        var peer = await api.ConnectAsync();
        var id = await IdAsync(peer);

        ((int)(await api.ManageAsync(HttpMethod.Delete, SocketFixture.Connections(id))).StatusCode).ShouldBe(204);
        ((int)(await api.ManageAsync(HttpMethod.Get, SocketFixture.Connections(id))).StatusCode).ShouldBe(410);

        var close = await peer.ReceiveAsync();
        (close.Code, close.Reason).ShouldBe((1000, "Connection Closed Normally"));
        await peer.CloseAsync(1000);
        await ShouldEndAsync(api, 1000, "Connection Closed Normally");
    }

    [Fact]
    public async Task An_idle_connection_is_closed_after_ten_minutes_with_1001()
    {
        var time = new ManualTime(TimeSpan.FromSeconds(1));
        await using var api = await StartAsync(time);
        var peer = await api.ConnectAsync();
        await SocketFixture.UntilAsync(() => api.Plane.WebSocketMetrics.OpenConnections == 1);

        time.Advance(TimeSpan.FromSeconds(598));
        api.Plane.WebSocketMetrics.OpenConnections.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(4));

        var close = await peer.ReceiveAsync();
        (close.Code, close.Reason).ShouldBe((1001, "Going away"));
        await peer.CloseAsync(1001);
        await ShouldEndAsync(api, 1001, "Going away");
    }

    [Fact]
    public async Task What_comes_and_goes_keeps_a_connection_from_being_idle()
    {
        var time = new ManualTime(TimeSpan.FromSeconds(1));
        await using var api = await StartAsync(time);
        var peer = await api.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromMinutes(9));
            await peer.SendTextAsync("still here");
            (await peer.ReceiveTextAsync()).ShouldBe("still here");
        }

        api.Plane.WebSocketMetrics.OpenConnections.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_is_closed_after_two_hours_however_busy()
    {
        var time = new ManualTime(TimeSpan.FromSeconds(1));
        await using var api = await StartAsync(time);
        var peer = await api.ConnectAsync();
        for (var i = 0; i < 14; i++)
        {
            time.Advance(TimeSpan.FromMinutes(8.5));
            await peer.SendTextAsync("x");
            (await peer.ReceiveTextAsync()).ShouldBe("x");
        }

        time.Advance(TimeSpan.FromMinutes(2));

        (await peer.ReceiveAsync()).Code.ShouldBe(1001);
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_our_close_is_left_after_a_while()
    {
        var time = new ManualTime(TimeSpan.FromSeconds(1));
        await using var api = await StartAsync(time, withId: true);
        var peer = await api.ConnectAsync();
        var id = await IdAsync(peer);
        await api.ManageAsync(HttpMethod.Delete, SocketFixture.Connections(id));
        (await peer.ReceiveAsync()).Code.ShouldBe(1000);

        time.Advance(TimeSpan.FromSeconds(7));

        (await peer.IsClosedByServerAsync()).ShouldBeTrue();
        await ShouldEndAsync(api, 1000, "Connection Closed Normally");
    }

    [Fact]
    public async Task A_message_that_is_begun_and_never_completed_is_closed()
    {
        var time = new ManualTime(TimeSpan.FromSeconds(1));
        await using var api = await StartAsync(time);
        var peer = await api.ConnectAsync();
        await peer.SendAsync(0x01, "half"u8.ToArray());
        await peer.SendAsync(0x89, "ping"u8.ToArray());
        (await peer.ReceiveAsync()).Opcode.ShouldBe(10);

        time.Advance(TimeSpan.FromSeconds(62));

        (await peer.ReceiveAsync()).Code.ShouldBe(1002);
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_payload_also_between_fragments()
    {
        await using var api = await StartAsync();
        var peer = await api.ConnectAsync();
        await peer.SendAsync(0x01, "he"u8.ToArray());
        await peer.SendAsync(0x89, "payload"u8.ToArray());
        await peer.SendAsync(0x8A, "unasked"u8.ToArray());
        await peer.SendAsync(0x80, "llo"u8.ToArray());

        var pong = await peer.ReceiveAsync();
        (pong.Flags, pong.Text).ShouldBe((0x8A, "payload"));
        (await peer.ReceiveTextAsync()).ShouldBe("hello");
    }

    [Fact]
    public async Task A_disconnect_that_is_throttled_is_tried_again_and_no_more_than_three_times()
    {
        var time = new ManualTime(TimeSpan.FromSeconds(1));
        await using var api = await StartAsync(time);
        api.Functions.Returns(FunctionOutcome.Throttled, "");
        var peer = await api.ConnectAsync();
        await peer.CloseAsync(1000);
        for (var tries = 1; tries <= 3; tries++)
        {
            var expected = tries;
            await SocketFixture.UntilAsync(() =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return api.Events("DISCONNECT").Count == expected;
            });
        }

        time.Advance(TimeSpan.FromSeconds(10));
        api.Events("DISCONNECT").Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_disconnect_whose_function_fails_has_been_delivered()
    {
        await using var api = await StartAsync();
        api.Functions.Returns(FunctionOutcome.FunctionFailed, """{"errorMessage":"boom"}""");
        var peer = await api.ConnectAsync();
        await peer.CloseAsync(1000);

        await ShouldEndAsync(api, 1000, "");
    }

    [Fact]
    public async Task Stopping_closes_with_1001_delivers_every_disconnect_and_lets_nobody_in()
    {
        await using var api = await StartAsync();
        var peers = new List<SocketPeer>();
        for (var i = 0; i < 20; i++)
        {
            peers.Add(await api.ConnectAsync());
        }

        await SocketFixture.UntilAsync(() => api.Plane.WebSocketMetrics.OpenConnections == 20);
        var draining = api.Plane.DrainAsync(CancellationToken.None);
        foreach (var peer in peers)
        {
            var close = await peer.ReceiveAsync();
            (close.Code, close.Reason).ShouldBe((1001, "Going away"));
            await peer.CloseAsync(1001);
        }

        await draining;
        api.Events("DISCONNECT").Count.ShouldBe(20);
        (await api.OpenAsync()).Status.ShouldBe(503);
    }

    [Fact]
    public async Task A_stage_that_is_deleted_closes_its_connections()
    {
        await using var api = await StartAsync();
        var peer = await api.ConnectAsync();
        await SocketFixture.UntilAsync(() => api.Plane.WebSocketMetrics.OpenConnections == 1);

        var stage = await api.Store.FindAsync<Model.ApisV2.StageV2Document>(
            ExecutionHarness.Scope, $"{ApiBuilder.ApiId}/{SocketFixture.StageName}", CancellationToken.None);
        await api.Store.CommitAsync(
            new Model.Documents.DocumentBatch(ExecutionHarness.Scope).Delete(stage!), CancellationToken.None);

        (await peer.ReceiveAsync()).Code.ShouldBe(1001);
        (await api.OpenAsync()).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData(0x91, "reserved bit 3")]
    [InlineData(0xC1, "reserved bit 1 without an agreement")]
    [InlineData(0x83, "reserved opcode")]
    [InlineData(0x8B, "reserved control opcode")]
    [InlineData(0x09, "fragmented ping")]
    [InlineData(0x80, "continuation of nothing")]
    public async Task A_frame_against_the_protocol_closes_with_1002(int flags, string why)
    {
        await using var api = await StartAsync();
        var peer = await api.ConnectAsync();

        await peer.SendAsync(flags, "x"u8.ToArray());

        (await peer.ReceiveAsync()).Code.ShouldBe(1002, why);
    }

    [Fact]
    public async Task An_unmasked_frame_closes_with_1002()
    {
        await using var api = await StartAsync();
        var peer = await api.ConnectAsync();

        await peer.SendAsync(0x81, "x"u8.ToArray(), isMasked: false);

        (await peer.ReceiveAsync()).Code.ShouldBe(1002);
    }

    [Fact]
    public async Task Text_that_is_no_UTF8_closes_with_1007()
    {
        await using var api = await StartAsync();
        var peer = await api.ConnectAsync();

        await peer.SendAsync(0x81, [0xCE, 0xBA, 0xED, 0xA0, 0x80]);

        (await peer.ReceiveAsync()).Code.ShouldBe(1007);
        await peer.CloseAsync(1007);
        (await peer.IsClosedByServerAsync()).ShouldBeTrue();
    }

    private static Task<SocketFixture> StartAsync(ManualTime? time = null, bool withId = false)
    {
        var builder = new SocketApiBuilder().Echo().Function("$disconnect");
        if (withId)
        {
            builder.Mock("id", response: "$context.connectionId");
        }

        return SocketFixture.StartAsync(
            builder, dependencies: d => time is null ? d : d with { Time = time });
    }

    private static async Task<string> IdAsync(SocketPeer peer)
    {
        await peer.SendTextAsync("""{"action":"id"}""");
        return await peer.ReceiveTextAsync();
    }

    private static async Task ShouldEndAsync(SocketFixture api, int code, string reason)
    {
        await SocketFixture.UntilAsync(() => api.Events("DISCONNECT").Count > 0);
        await SocketFixture.UntilAsync(() => api.Plane.WebSocketMetrics.OpenConnections == 0);
        var context = api.Events("DISCONNECT").ShouldHaveSingleItem()["requestContext"]!;
        ((int?)context["disconnectStatusCode"]).ShouldBe(code);
        ((string?)context["disconnectReason"]).ShouldBe(reason);
    }
}
