using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Gatehouse.Wire.Protocols.EventStreams;
using Shouldly;

namespace Gatehouse.Tests.Wire.Protocols.EventStreams;

/// <summary>The messages of <c>application/vnd.amazon.eventstream</c>. Source: deployment-and-tools §6.2.</summary>
public sealed class EventStreamEncoderTests
{
    [Theory]
    [InlineData("", 0x0000_0000u)]
    [InlineData("a", 0xE8B7_BE43u)]
    [InlineData("123456789", 0xCBF4_3926u)] // the check value of CRC-32/ISO-HDLC
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414F_A339u)]
    public void The_checksum_is_the_one_of_gzip(string text, uint expected) => Crc32.Of(Encoding.ASCII.GetBytes(text)).ShouldBe(expected);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(65_536)]
    public void A_message_has_lengths_checksums_headers_and_payload_in_their_places(int size)
    {
        var payload = new byte[size];
        for (var i = 0; i < size; i++)
        {
            payload[i] = (byte)(i * 7);
        }

        var output = new ArrayBufferWriter<byte>();
        EventStreamEncoder.WriteEvent(output, "PayloadChunk", "application/octet-stream", payload);

        var message = output.WrittenSpan;
        BinaryPrimitives.ReadInt32BigEndian(message).ShouldBe(message.Length);
        var headers = BinaryPrimitives.ReadInt32BigEndian(message[4..]);
        BinaryPrimitives.ReadUInt32BigEndian(message[8..]).ShouldBe(Crc32.Of(message[..8]));
        Encoding.Latin1.GetString(message.Slice(12, headers)).ShouldBe(
            "\u000d:message-type\u0007\0\u0005event"
            + "\u000b:event-type\u0007\0\u000cPayloadChunk"
            + "\u000d:content-type\u0007\0\u0018" + "application/octet-stream");
        message[(12 + headers)..^4].ToArray().ShouldBe(payload);
        BinaryPrimitives.ReadUInt32BigEndian(message[^4..]).ShouldBe(Crc32.Of(message[..^4]));
    }

    [Fact]
    public void An_error_of_the_contract_is_an_exception_message()
    {
        var output = new ArrayBufferWriter<byte>();
        EventStreamEncoder.WriteException(output, "ServiceException", "{}"u8);

        var text = Encoding.Latin1.GetString(output.WrittenSpan);
        text.ShouldContain(":message-type\u0007\0\u0009exception");
        text.ShouldContain(":exception-type\u0007\0\u0010ServiceException");
    }
}
