using Shouldly;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>The opening handshake (RFC 6455 §4; websocket-api §3).</summary>
public sealed class HandshakeTests(EchoApi api)
{
    [Fact]
    public async Task The_answer_of_a_handshake_has_these_headers_and_no_others()
    {
        using var socket = await api.OpenAsync();

        socket.StatusLine.ShouldBe("HTTP/1.1 101 Switching Protocols");
        socket.Header("sec-websocket-accept").ShouldBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "the example of RFC 6455 §1.3");
        socket.Header("Connection").ShouldBe("upgrade", StringCompareShould.IgnoreCase);
        socket.Header("Upgrade").ShouldBe("websocket");
        socket.Headers.Select(static header => header.Key.ToLowerInvariant()).Order(StringComparer.Ordinal)
            .ShouldBe(["connection", "date", "sec-websocket-accept", "upgrade"]);
    }

    [Fact]
    public async Task Each_key_has_its_own_answer()
    {
        await api.StartAsync();
        foreach (var key in new[] { "AAAAAAAAAAAAAAAAAAAAAA==", "/////////////////////w==", "x3JJHMbDL1EzLkh9GBhXDw==" })
        {
            using var socket = await RawSocket.SendAsync(api.Server.Port, RawSocket.Request(api.Host, "/dev", key: key));

            socket.Status.ShouldBe(101);
            socket.Header("Sec-WebSocket-Accept").ShouldBe(RawSocket.AcceptOf(key));
        }
    }

    [Theory]
    [InlineData("/dev")]
    [InlineData("/dev/")]
    [InlineData("/dev?a=1&b=%20&a=2")]
    [InlineData("/dev/?x")]
    public async Task A_stage_is_reached_with_a_slash_and_a_query(string target)
    {
        await api.StartAsync();
        using var socket = await RawSocket.SendAsync(api.Server.Port, RawSocket.Request(api.Host, target));

        socket.Status.ShouldBe(101);
    }

    [Theory]
    [InlineData("Connection: Upgrade\r\n", "Connection: keep-alive, UPGRADE\r\n")]
    [InlineData("Connection: Upgrade\r\n", "Connection: keep-alive\r\nConnection: upgrade\r\n")]
    [InlineData("Upgrade: websocket\r\n", "Upgrade: WebSocket\r\n")]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "sec-websocket-version: 13\r\nOrigin: http://elsewhere.example\r\n")]
    public async Task These_requests_are_handshakes_too(string usual, string instead)
    {
        await api.StartAsync();
        using var socket = await RawSocket.SendAsync(
            api.Server.Port, RawSocket.Request(api.Host, "/dev").Replace(usual, instead, StringComparison.Ordinal));

        socket.Status.ShouldBe(101);
    }

    [Theory]
    [InlineData("Upgrade: websocket\r\n", "")]
    [InlineData("Upgrade: websocket\r\n", "Upgrade: h2c\r\n")]
    [InlineData("Connection: Upgrade\r\n", "Connection: keep-alive\r\n")]
    public async Task What_asks_for_no_WebSocket_is_forbidden(string usual, string instead)
    {
        await api.StartAsync();
        using var socket = await RawSocket.SendAsync(
            api.Server.Port, RawSocket.Request(api.Host, "/dev").Replace(usual, instead, StringComparison.Ordinal));

        socket.Status.ShouldBe(403);
        (await socket.ReadBodyAsync()).ShouldBe("""{"message":"Forbidden"}""");
    }

    [Theory]
    [InlineData("/nosuch")]
    [InlineData("/")]
    [InlineData("/dev/more")]
    [InlineData("/dev/@connections")]
    public async Task An_address_that_is_none_is_forbidden(string target)
    {
        await api.StartAsync();
        using var socket = await RawSocket.SendAsync(api.Server.Port, RawSocket.Request(api.Host, target));

        socket.Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400)]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "Sec-WebSocket-Key: short\r\n", 400)]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "Sec-WebSocket-Key: ****************************\r\n", 400)]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Version: 8\r\n", 426)]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Version: 14\r\n", 426)]
    [InlineData("Sec-WebSocket-Version: 13\r\n", "", 426)]
    public async Task A_handshake_that_RFC_6455_refuses_is_refused(string usual, string instead, int status)
    {
        await api.StartAsync();
        using var socket = await RawSocket.SendAsync(
            api.Server.Port, RawSocket.Request(api.Host, "/dev").Replace(usual, instead, StringComparison.Ordinal));

        socket.Status.ShouldBe(status);
        if (status == 426)
        {
            socket.Header("Sec-WebSocket-Version").ShouldBe("13");
        }
    }

    [Fact]
    public async Task What_follows_the_request_at_once_is_not_lost()
    {
        await api.StartAsync();
        var frames = System.Text.Encoding.Latin1.GetString(
            [.. SocketFrame.OfText("early").Encode(), .. SocketFrame.OfPing("bird").Encode()]);
        using var socket = await RawSocket.SendAsync(api.Server.Port, RawSocket.Request(api.Host, "/dev") + frames);

        socket.Status.ShouldBe(101);
        (await socket.ReadMessageAsync()).PayloadText.ShouldBe("early");
        (await socket.ReadPongAsync()).PayloadText.ShouldBe("bird");
    }

    [Fact]
    public async Task A_protocol_that_no_integration_chose_is_not_answered()
    {
        using var socket = await api.OpenAsync("Sec-WebSocket-Protocol: chat, superchat\r\n");

        socket.Header("Sec-WebSocket-Protocol").ShouldBeNull();
    }
}
