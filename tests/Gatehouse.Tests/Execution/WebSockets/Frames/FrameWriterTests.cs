using System.Buffers;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Execution.WebSockets.Frames;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets.Frames;

/// <summary>What a server sends (RFC 6455 §5; websocket-api §5.8).</summary>
public sealed class FrameWriterTests
{
    [Theory]
    [InlineData(0, new byte[] { 0x81, 0 })]
    [InlineData(125, new byte[] { 0x81, 125 })]
    [InlineData(126, new byte[] { 0x81, 126, 0, 126 })]
    [InlineData(32_768, new byte[] { 0x81, 126, 0x80, 0 })]
    public void A_message_has_the_shortest_head_and_no_mask(int length, byte[] head)
    {
        var output = new ArrayBufferWriter<byte>();

        FrameWriter.WriteMessage(output, Opcode.Text, new byte[length], isCompressed: false);

        output.WrittenSpan[..head.Length].ToArray().ShouldBe(head);
        output.WrittenCount.ShouldBe(head.Length + length);
        output.WrittenCount.ShouldBeLessThanOrEqualTo(FrameWriter.MessageSize(length));
    }

    [Fact]
    public void A_message_longer_than_a_frame_goes_out_in_fragments_and_only_the_first_is_marked_compressed()
    {
        var output = new ArrayBufferWriter<byte>();

        FrameWriter.WriteMessage(output, Opcode.Text, new byte[WebSocketLimits.FrameBytes + 1], isCompressed: true);

        output.WrittenSpan[0].ShouldBe((byte)0x41);
        output.WrittenSpan[4 + WebSocketLimits.FrameBytes].ShouldBe((byte)0x80);
        output.WrittenSpan[5 + WebSocketLimits.FrameBytes].ShouldBe((byte)1);
    }

    [Fact]
    public void A_reason_that_is_too_long_is_cut_between_two_characters()
    {
        var output = new ArrayBufferWriter<byte>();

        FrameWriter.WriteClose(output, new CloseStatus(1001, new string('ü', 100)));

        (output.WrittenSpan[0], (int)output.WrittenSpan[1]).ShouldBe(((byte)0x88, 2 + 122));
    }
}
