using System.Buffers;
using System.Buffers.Binary;

namespace Gatehouse.Execution.WebSockets.Frames;

/// <summary>The head of one frame from a client (RFC 6455 §5.2).</summary>
internal readonly record struct FrameHeader
{
    private const int ShortestBytes = 2;
    private const int KeyBytes = 4;
    private const int LongestBytes = 14;
    private const int Length16 = 126;
    private const int Length64 = 127;
    private const int MaxControlBytes = 125;

    public required bool IsFinal { get; init; }

    public required bool IsCompressed { get; init; }

    public required Opcode Opcode { get; init; }

    /// <value>Bytes of the payload.</value>
    public required long Length { get; init; }

    /// <summary>Read little-endian.</summary>
    public required uint Key { get; init; }

    public bool IsControl => ((int)Opcode & 0x8) != 0;

    /// <summary>Reads a head from the beginning of what came.</summary>
    /// <param name="buffer">What came.</param>
    /// <param name="header">When there is one.</param>
    /// <param name="length">Its bytes; 0 when it is not there whole, or is wrong.</param>
    /// <returns><see langword="false"/> when no client may send such a frame.</returns>
    public static bool TryRead(in ReadOnlySequence<byte> buffer, out FrameHeader header, out int length)
    {
        header = default;
        length = 0;
        var first = buffer.FirstSpan;
        if (first.Length >= LongestBytes || buffer.IsSingleSegment)
        {
            return TryRead(first, ref header, ref length);
        }

        Span<byte> copy = stackalloc byte[LongestBytes];
        var count = (int)Math.Min(LongestBytes, buffer.Length);
        buffer.Slice(0, count).CopyTo(copy);
        return TryRead(copy[..count], ref header, ref length);
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, ref FrameHeader header, ref int length)
    {
        if (bytes.Length < ShortestBytes)
        {
            // The first byte alone tells of reserved bits and opcodes, but a close needs no such hurry.
            return true;
        }

        var isMasked = (bytes[1] & 0x80) != 0;
        var opcode = (Opcode)(bytes[0] & 0x0F);
        var isFinal = (bytes[0] & 0x80) != 0;
        var shortLength = bytes[1] & 0x7F;
        if (!isMasked || (bytes[0] & 0x30) != 0 || !IsKnown(opcode)
            || (((int)opcode & 0x8) != 0 && (!isFinal || shortLength > MaxControlBytes)))
        {
            return false;
        }

        var lengthBytes = shortLength switch { Length16 => sizeof(ushort), Length64 => sizeof(ulong), _ => 0 };
        var total = ShortestBytes + lengthBytes + KeyBytes;
        if (bytes.Length < ShortestBytes + lengthBytes)
        {
            return true;
        }

        var payload = lengthBytes switch
        {
            sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(bytes[ShortestBytes..]),
            sizeof(ulong) => BinaryPrimitives.ReadUInt64BigEndian(bytes[ShortestBytes..]),
            _ => (ulong)shortLength,
        };

        // The shortest form must be used, and the highest bit of the longest is 0.
        if ((lengthBytes == sizeof(ushort) && payload < Length16)
            || (lengthBytes == sizeof(ulong) && payload is <= ushort.MaxValue or > long.MaxValue))
        {
            return false;
        }

        if (bytes.Length < total)
        {
            return true;
        }

        length = total;
        header = new FrameHeader
        {
            IsFinal = isFinal,
            IsCompressed = (bytes[0] & 0x40) != 0,
            Opcode = opcode,
            Length = (long)payload,
            Key = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(total - KeyBytes)..]),
        };
        return true;
    }

    private static bool IsKnown(Opcode opcode) => opcode is Opcode.Continuation or Opcode.Text or Opcode.Binary
        or Opcode.Close or Opcode.Ping or Opcode.Pong;
}
