using System.Buffers;
using System.IO.Compression;
using System.Text;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Execution.WebSockets.Compression;
using Gatehouse.Execution.WebSockets.Frames;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets.Compression;

/// <summary>permessage-deflate (RFC 7692; websocket-api §11.6).</summary>
public sealed class DeflateTests
{
    private const string Plain = "permessage-deflate;server_no_context_takeover;client_no_context_takeover";

    [Theory]
    // The offers of Chrome, of Firefox, and of python websockets 10.
    [InlineData("permessage-deflate; client_max_window_bits", Plain)]
    [InlineData("permessage-deflate", Plain)]
    [InlineData("permessage-deflate; server_max_window_bits=12; client_max_window_bits=12", Plain + ";server_max_window_bits=12")]
    [InlineData("x-webkit-deflate-frame, permessage-deflate", Plain)]
    [InlineData("permessage-deflate; unknown=1, permessage-deflate", Plain)]
    [InlineData("permessage-deflate; server_max_window_bits=\"10\"", Plain + ";server_max_window_bits=10")]
    [InlineData("permessage-deflate; server_max_window_bits=7", null)]
    [InlineData("permessage-deflate; server_max_window_bits=16", null)]
    [InlineData("permessage-deflate; server_max_window_bits", null)]
    [InlineData("permessage-deflate; server_max_window_bits=08", null)]
    [InlineData("permessage-deflate; server_no_context_takeover=1", null)]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover", null)]
    [InlineData("permessage-deflate; mode=1", null)]
    [InlineData("other", null)]
    [InlineData("", null)]
    public void An_offer_is_answered_without_spaces_or_declined(string offer, string? expected) =>
        (DeflateOffer.Choose(offer)?.Answer).ShouldBe(expected);

    [Fact]
    public void What_is_deflated_inflates_to_itself()
    {
        foreach (var length in new[] { 1_024, 5_000, 32_768, 131_072 })
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, length / 4).Select(static i => $"{i % 97:00} ,")));
            MessageDeflater.TryDeflate(text, out var packed).ShouldBeTrue();
            packed.Length.ShouldBeLessThan(text.Length);

            MessageInflater.TryInflate(packed, 1 << 20, out var message).ShouldBe(InflateOutcome.Done);

            message!.WrittenSpan.SequenceEqual(text).ShouldBeTrue();
        }
    }

    [Theory]
    // RFC 7692 §7.2.3.1, §7.2.3.3 and §7.2.3.4: compressed, not compressed, with a final block.
    [InlineData(new byte[] { 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00 })]
    [InlineData(new byte[] { 0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00 })]
    [InlineData(new byte[] { 0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00 })]
    [InlineData(new byte[] { 0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00 })]
    public void The_examples_of_the_standard_inflate_to_hello(byte[] packed)
    {
        MessageInflater.TryInflate(packed, 100, out var message).ShouldBe(InflateOutcome.Done);

        Encoding.UTF8.GetString(message!.WrittenSpan).ShouldBe("Hello");
    }

    [Fact]
    public void A_bomb_is_too_big_and_not_inflated_to_its_end()
    {
        using var packed = new MemoryStream();
        using (var deflater = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 20; i++)
            {
                deflater.Write(zeros);
            }
        }

        packed.Length.ShouldBeLessThan(WebSocketLimits.FrameBytes);
        MessageInflater.TryInflate(packed.ToArray(), WebSocketLimits.MessageBytes, out _).ShouldBe(InflateOutcome.TooBig);
    }

    [Fact]
    public void What_is_no_deflate_data_is_invalid() =>
        MessageInflater.TryInflate(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, 100, out _).ShouldBe(InflateOutcome.Invalid);

    [Fact]
    public void A_compressed_message_may_be_fragmented_and_only_its_first_frame_is_marked()
    {
        byte[] packed = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
        byte[] bytes = [.. SocketPeer.Frame(0x41, packed[..3]), .. SocketPeer.Frame(0x80, packed[3..])];
        var reader = new FrameReader(FrameRules.Compressed);
        var buffer = new ReadOnlySequence<byte>(bytes);

        reader.Read(ref buffer).ShouldBe(FrameEvent.Message);
        Encoding.UTF8.GetString(reader.TakeMessage().WrittenSpan).ShouldBe("Hello");

        byte[] marked = [.. SocketPeer.Frame(0x41, packed[..3]), .. SocketPeer.Frame(0xC0, packed[3..])];
        var second = new FrameReader(FrameRules.Compressed);
        buffer = new ReadOnlySequence<byte>(marked);
        second.Read(ref buffer).ShouldBe(FrameEvent.Fault);
    }

    [Fact]
    public async Task A_client_that_offers_compression_is_sent_long_messages_compressed()
    {
        await using var api = await SocketFixture.StartAsync(new SocketApiBuilder().Echo());
        var peer = await api.ConnectAsync("/dev", ("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"));
        peer.Headers["Sec-WebSocket-Extensions"].ShouldBe(Plain);
        var text = string.Concat(Enumerable.Repeat("again and ", 500));

        await peer.SendTextAsync(text);
        var frame = await peer.ReceiveAsync();
        await peer.SendTextAsync("short");
        var plain = await peer.ReceiveAsync();

        frame.Flags.ShouldBe(0xC1);
        MessageInflater.TryInflate(frame.Payload, 1 << 20, out var message).ShouldBe(InflateOutcome.Done);
        Encoding.UTF8.GetString(message!.WrittenSpan).ShouldBe(text);
        (plain.Flags, plain.Text).ShouldBe((0x81, "short"));
    }
}
