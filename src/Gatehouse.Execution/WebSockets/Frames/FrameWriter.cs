using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Gatehouse.Execution.WebSockets.Frames;

/// <summary>Writes frames of a server: never masked (RFC 6455 §5.1).</summary>
internal static class FrameWriter
{
    /// <value>Bytes of the longest head of a server's frame.</value>
    public const int LongestHead = 10;

    private const int CodeBytes = 2;
    private const int Length16 = 126;
    private const int Length64 = 127;
    private const int CompressedBit = 0x40;
    private const int FinalBit = 0x80;

    /// <summary>
    /// A text message: in one frame, or, when it is longer than a frame may be, in several (websocket-api §5.8; Amazon's own
    /// borders depend on its buffers).
    /// </summary>
    public static void WriteMessage(IBufferWriter<byte> output, Opcode opcode, ReadOnlySpan<byte> payload, bool isCompressed)
    {
        var isFirst = true;
        do
        {
            var count = Math.Min(payload.Length, WebSocketLimits.FrameBytes);
            var isFinal = count == payload.Length;
            var flags = (isFinal ? FinalBit : 0) | (isFirst && isCompressed ? CompressedBit : 0)
                | (int)(isFirst ? opcode : Opcode.Continuation);
            Write(output, (byte)flags, payload[..count]);
            payload = payload[count..];
            isFirst = false;
        }
        while (!payload.IsEmpty);
    }

    /// <summary>A ping, a pong, or a closing frame whose payload is there already.</summary>
    public static void WriteControl(IBufferWriter<byte> output, Opcode opcode, ReadOnlySpan<byte> payload) =>
        Write(output, (byte)(FinalBit | (int)opcode), payload);

    /// <summary>A closing frame; the reason is cut where it is too long.</summary>
    public static void WriteClose(IBufferWriter<byte> output, in CloseStatus status)
    {
        Span<byte> payload = stackalloc byte[CodeBytes + WebSocketLimits.CloseReasonBytes];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)status.Code);
        // Stops before a character that does not fit.
        Encoding.UTF8.GetEncoder().Convert(
            status.Reason, payload[CodeBytes..], flush: true, out _, out var written, out _);
        WriteControl(output, Opcode.Close, payload[..(CodeBytes + written)]);
    }

    /// <summary>Bytes on the wire of a message of this length.</summary>
    public static int MessageSize(int length) =>
        length + (LongestHead * (1 + (length / WebSocketLimits.FrameBytes)));

    private static void Write(IBufferWriter<byte> output, byte flags, ReadOnlySpan<byte> payload)
    {
        var span = output.GetSpan(LongestHead + payload.Length);
        var head = WriteHead(span, flags, payload.Length);
        payload.CopyTo(span[head..]);
        output.Advance(head + payload.Length);
    }

    private static int WriteHead(Span<byte> span, byte flags, int length)
    {
        span[0] = flags;
        switch (length)
        {
            case < Length16:
                span[1] = (byte)length;
                return 2;
            case <= ushort.MaxValue:
                span[1] = Length16;
                BinaryPrimitives.WriteUInt16BigEndian(span[2..], (ushort)length);
                return 4;
            default:
                span[1] = Length64;
                BinaryPrimitives.WriteUInt64BigEndian(span[2..], (ulong)length);
                return LongestHead;
        }
    }
}
