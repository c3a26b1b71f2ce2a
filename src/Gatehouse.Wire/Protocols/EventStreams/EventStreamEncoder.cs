using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Gatehouse.Wire.Protocols.EventStreams;

/// <summary>
/// Writes the messages of <c>application/vnd.amazon.eventstream</c> (deployment-and-tools §6.2): total length, headers'
/// length, the checksum of both, headers, payload, the checksum of everything before; all numbers big-endian.
/// </summary>
public static class EventStreamEncoder
{
    public const string ContentType = "application/vnd.amazon.eventstream";

    private const int PreludeBytes = 12;
    private const int ChecksumBytes = 4;
    private const byte StringType = 7;

    private static readonly byte[] MessageTypeEvent = Header(":message-type", "event");
    private static readonly byte[] MessageTypeException = Header(":message-type", "exception");

    /// <summary>An event: a member of the output's union.</summary>
    public static void WriteEvent(
        IBufferWriter<byte> output, string eventType, string contentType, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(output);
        Write(
            output, MessageTypeEvent, Header(":event-type", eventType), Header(":content-type", contentType), payload);
    }

    /// <summary>An error that the contract names, after the stream has begun.</summary>
    public static void WriteException(IBufferWriter<byte> output, string exceptionType, ReadOnlySpan<byte> json)
    {
        ArgumentNullException.ThrowIfNull(output);
        Write(
            output,
            MessageTypeException,
            Header(":exception-type", exceptionType),
            Header(":content-type", "application/json"),
            json);
    }

    private static void Write(
        IBufferWriter<byte> output, byte[] messageType, byte[] type, byte[] contentType, ReadOnlySpan<byte> payload)
    {
        var headers = messageType.Length + type.Length + contentType.Length;
        var total = PreludeBytes + headers + payload.Length + ChecksumBytes;
        var message = output.GetSpan(total)[..total];
        BinaryPrimitives.WriteInt32BigEndian(message, total);
        BinaryPrimitives.WriteInt32BigEndian(message[4..], headers);
        BinaryPrimitives.WriteUInt32BigEndian(message[8..], Crc32.Of(message[..8]));
        var rest = message[PreludeBytes..];
        foreach (var part in (ReadOnlySpan<byte[]>)[messageType, type, contentType])
        {
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }

        payload.CopyTo(rest);
        BinaryPrimitives.WriteUInt32BigEndian(rest[payload.Length..], Crc32.Of(message[..^ChecksumBytes]));
        output.Advance(total);
    }

    private static byte[] Header(string name, string value)
    {
        var bytes = new byte[1 + name.Length + 1 + 2 + Encoding.UTF8.GetByteCount(value)];
        bytes[0] = (byte)name.Length;
        Encoding.ASCII.GetBytes(name, bytes.AsSpan(1));
        var rest = bytes.AsSpan(1 + name.Length);
        rest[0] = StringType;
        BinaryPrimitives.WriteUInt16BigEndian(rest[1..], (ushort)(rest.Length - 3));
        Encoding.UTF8.GetBytes(value, rest[3..]);
        return bytes;
    }
}
