using System.Text;
using Shouldly;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>
/// Group 13: what of permessage-deflate is agreed (RFC 7692 §5, §7.1). The answers are ours where websocket-api §11.6 leaves
/// them to the implementer; that they may stand as answers to these offers is the RFC's.
/// </summary>
public sealed class CompressionOfferTests(EchoApi api)
{
    private const string NoTakeover = "permessage-deflate;server_no_context_takeover;client_no_context_takeover";

    /// <summary>Offers, and whether they can be taken; the window that the server must then keep to.</summary>
    public static TheoryData<string, bool, int> Offers => new()
    {
        { "permessage-deflate", true, 15 },
        { "permessage-deflate; client_max_window_bits", true, 15 },
        { "permessage-deflate;client_max_window_bits", true, 15 },
        { "permessage-deflate; client_max_window_bits=9", true, 15 },
        { "permessage-deflate; client_max_window_bits=15", true, 15 },
        { "permessage-deflate; server_max_window_bits=9", true, 9 },
        { "permessage-deflate; server_max_window_bits=10", true, 10 },
        { "permessage-deflate; server_max_window_bits=11", true, 11 },
        { "permessage-deflate; server_max_window_bits=12", true, 12 },
        { "permessage-deflate; server_max_window_bits=13", true, 13 },
        { "permessage-deflate; server_max_window_bits=14", true, 14 },
        { "permessage-deflate; server_max_window_bits=15", true, 15 },
        { "permessage-deflate; server_max_window_bits=\"12\"", true, 12 },
        { "permessage-deflate; server_max_window_bits=12; client_max_window_bits=12", true, 12 },
        { "permessage-deflate; server_no_context_takeover", true, 15 },
        { "permessage-deflate; client_no_context_takeover", true, 15 },
        { "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits", true, 10 },
        { "permessage-deflate; server_max_window_bits=7", false, 0 },
        { "permessage-deflate; server_max_window_bits=16", false, 0 },
        { "permessage-deflate; server_max_window_bits=0", false, 0 },
        { "permessage-deflate; server_max_window_bits=012", false, 0 },
        { "permessage-deflate; server_max_window_bits", false, 0 },
        { "permessage-deflate; server_max_window_bits=x", false, 0 },
        { "permessage-deflate; client_max_window_bits=16", false, 0 },
        { "permessage-deflate; client_max_window_bits=7", false, 0 },
        { "permessage-deflate; server_no_context_takeover=1", false, 0 },
        { "permessage-deflate; client_no_context_takeover=true", false, 0 },
        { "permessage-deflate; server_max_window_bits=12; server_max_window_bits=12", false, 0 },
        { "permessage-deflate; client_no_context_takeover; client_no_context_takeover", false, 0 },
        { "permessage-deflate; unknown", false, 0 },
        { "permessage-deflate; unknown=1", false, 0 },
        { "permessage-bzip2", false, 0 },
        { "x-webkit-deflate-frame", false, 0 },
        { "permessage-deflate; unknown, permessage-deflate; server_max_window_bits=11", true, 11 },
        { "permessage-bzip2, permessage-deflate", true, 15 },
        { "permessage-deflate; server_max_window_bits=12, permessage-deflate", true, 12 },
        { "permessage-deflate; client_max_window_bits, permessage-deflate", true, 15 },
    };

    [Theory]
    [MemberData(nameof(Offers))]
    public async Task An_offer_is_answered_with_what_may_be_agreed(string offer, bool isTaken, int window)
    {
        using var socket = await api.OpenAsync($"Sec-WebSocket-Extensions: {offer}\r\n");

        var answer = socket.Header("Sec-WebSocket-Extensions");
        answer.ShouldBe(!isTaken ? null
            : !offer.Contains("server_max_window_bits", StringComparison.Ordinal) ? NoTakeover
            : $"{NoTakeover};server_max_window_bits={window}");

        // Long enough to be worth it, and as long as the agreed window at most: it comes back compressed.
        var text = string.Concat(Enumerable.Range(0, isTaken ? 1 << Math.Min(window, 14) : 2_048).Select(static i => "abcdefg "[i % 8]));
        await socket.SendAsync(isTaken ? Deflated.Frame(text) : SocketFrame.OfText(text));
        var message = await socket.ReadMessageAsync();
        message.Reserved.ShouldBe(isTaken && window > 9 ? 4 : 0);
        Encoding.UTF8.GetString(message.Reserved == 4 ? Deflated.Inflate(message.Payload) : message.Payload).ShouldBe(text);
        await socket.SendAsync(SocketFrame.OfClose(1000));
        (await socket.ReadToEndAsync())!.CloseCode.ShouldBe(1000);
    }

    [Fact]
    public async Task Offers_in_several_headers_are_read_in_order()
    {
        using var socket = await api.OpenAsync(
            "Sec-WebSocket-Extensions: permessage-bzip2\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=13\r\n");

        socket.Header("Sec-WebSocket-Extensions").ShouldBe(NoTakeover + ";server_max_window_bits=13");
    }

    [Fact]
    public async Task Without_an_offer_nothing_is_agreed_and_a_compressed_message_fails_the_connection()
    {
        using var socket = await api.OpenAsync();

        socket.Header("Sec-WebSocket-Extensions").ShouldBeNull();
        await socket.SendAsync(Deflated.Frame("x"));
        (await socket.ReadToEndAsync())!.CloseCode.ShouldBe(1002);
    }
}
