using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Gatehouse.Execution.WebSockets.Connections;

/// <summary>
/// Makes and reads connection ids (websocket-api §3.9, §11.1): 16 characters as Amazon's, which hold the node, a sequence
/// number of that node and a check, all run through a keyed permutation. They look random and cannot be guessed; any node
/// of the house reads the owner out of them without a lookup, and tells an id that it never made from one that is gone.
/// </summary>
/// <remarks>
/// Eleven bytes are 88 bits. Six of them are the twelfth character, always <c>C</c>, as in all ids that were ever seen of
/// connections; that leaves 82: 16 for the node, 42 for the sequence, 24 for the check, in two halves of 41 for the
/// permutation.
/// </remarks>
internal sealed class ConnectionIds
{
    /// <value>Bytes of the key that all nodes of a house share.</value>
    public const int KeyBytes = 32;

    private const int IdBytes = 11;
    private const int IdLength = 16;
    private const int Rounds = 4;
    private const int HalfBits = 41;
    private const int SequenceBits = 42;
    private const int CheckBits = 24;
    private const int MarkShift = 16; // bits behind the twelfth character
    private const int MarkBits = 6;
    private const byte Mark = 2; // 'C' in Base64
    private const ulong HalfMask = (1UL << HalfBits) - 1;
    private const byte CheckRound = 0xFF;

    private readonly byte[] _key;
    private readonly ushort _node;
    private long _sequence;

    /// <param name="key">Of <see cref="KeyBytes"/> bytes.</param>
    /// <param name="node">Which node makes the ids.</param>
    /// <param name="firstSequence">Never one that this node has used: a restart must not make an old id anew.</param>
    public ConnectionIds(ReadOnlySpan<byte> key, ushort node, long firstSequence)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyBytes);
        _key = key.ToArray();
        _node = node;
        _sequence = firstSequence;
    }

    public string Next()
    {
        var sequence = (ulong)Interlocked.Increment(ref _sequence) & ((1UL << SequenceBits) - 1);
        var content = ((UInt128)_node << SequenceBits) | sequence;
        var number = Permute((content << CheckBits) | Check(content));
        // The low 16 bits stand behind the mark, the rest before it.
        var marked = (number >> MarkShift << (MarkShift + MarkBits)) | ((UInt128)Mark << MarkShift)
            | (number & ((1U << MarkShift) - 1));
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, marked);
        return Base64Url.Write(bytes[^IdBytes..]);
    }

    /// <returns><see langword="false"/> when no node of this house made the id.</returns>
    public bool TryRead(string id, out ushort node)
    {
        node = 0;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        if (id.Length != IdLength || !Base64Url.TryRead(id, bytes[^IdBytes..]))
        {
            return false;
        }

        var marked = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        if ((byte)((marked >> MarkShift) & ((1U << MarkBits) - 1)) != Mark)
        {
            return false;
        }

        var number = (marked >> (MarkShift + MarkBits) << MarkShift) | (marked & ((1U << MarkShift) - 1));
        var plain = Restore(number);
        var content = plain >> CheckBits;
        node = (ushort)(content >> SequenceBits);
        return (uint)(plain & ((1U << CheckBits) - 1)) == Check(content);
    }

    private UInt128 Permute(UInt128 value)
    {
        var left = (ulong)(value >> HalfBits) & HalfMask;
        var right = (ulong)value & HalfMask;
        for (var round = 0; round < Rounds; round++)
        {
            (left, right) = (right, left ^ Round((byte)round, right));
        }

        return ((UInt128)left << HalfBits) | right;
    }

    private UInt128 Restore(UInt128 value)
    {
        var left = (ulong)(value >> HalfBits) & HalfMask;
        var right = (ulong)value & HalfMask;
        for (var round = Rounds - 1; round >= 0; round--)
        {
            (left, right) = (right ^ Round((byte)round, left), left);
        }

        return ((UInt128)left << HalfBits) | right;
    }

    private uint Check(UInt128 content) =>
        (uint)(Hash(CheckRound, (ulong)content, (ulong)(content >> 64)) & ((1U << CheckBits) - 1));

    private ulong Round(byte round, ulong half) => Hash(round, half, 0) & HalfMask;

    private ulong Hash(byte round, ulong low, ulong high)
    {
        Span<byte> input = stackalloc byte[1 + (2 * sizeof(ulong))];
        input[0] = round;
        BinaryPrimitives.WriteUInt64LittleEndian(input[1..], low);
        BinaryPrimitives.WriteUInt64LittleEndian(input[9..], high);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var written = HMACSHA256.HashData(_key, input, hash);
        Debug.Assert(written == hash.Length, "a hash has its length");
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
