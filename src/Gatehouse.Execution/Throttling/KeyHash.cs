using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Execution.Throttling;

/// <summary>What a key is found by: a keyed hash of its value, and the account and region that it belongs to.</summary>
internal readonly record struct KeyHash(ulong Low, ulong High, int Scope)
{
    public override int GetHashCode() => (int)Low;
}

/// <summary>
/// SipHash-2-4 with 128 bits (Aumasson and Bernstein, "SipHash: a fast short-input PRF") under a key of this process. A
/// caller who does not know the key can steer neither the time that a lookup takes nor where it ends; SHA-256 would say
/// the same at ten times the cost.
/// </summary>
internal sealed class KeyHasher
{
    private const int KeyBytes = 16;
    private const int BlockBytes = 8;

    /// <value>Bytes of a UTF-16 unit in UTF-8, at most.</value>
    private const int MaxUtf8Bytes = 3;

    private readonly ulong _k0;
    private readonly ulong _k1;

    public KeyHasher(IIdSource ids)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        ids.Fill(key);
        _k0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        _k1 = BinaryPrimitives.ReadUInt64LittleEndian(key[BlockBytes..]);
    }

    public KeyHash Of(ReadOnlySpan<char> value, int scope)
    {
        Debug.Assert(value.Length <= UsagePlanLimits.MaxValueLength, "callers bound what they look up");
        Span<byte> bytes = stackalloc byte[UsagePlanLimits.MaxValueLength * MaxUtf8Bytes];
        var (low, high) = Hash(bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
        return new KeyHash(low, high, scope);
    }

    internal (ulong Low, ulong High) Hash(ReadOnlySpan<byte> text)
    {
        // "somepseudorandomlygeneratedbytes", the algorithm's own constants.
        var v = new State(
            0x736f6d6570736575 ^ _k0, 0x646f72616e646f6d ^ _k1 ^ 0xee,
            0x6c7967656e657261 ^ _k0, 0x7465646279746573 ^ _k1);
        var rest = text;
        for (; rest.Length >= BlockBytes; rest = rest[BlockBytes..])
        {
            v.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        var last = (ulong)(byte)text.Length << 56;
        for (var i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }

        v.Absorb(last);
        return (v.Squeeze(0xee, first: true), v.Squeeze(0xdd, first: false));
    }

    private struct State(ulong v0, ulong v1, ulong v2, ulong v3)
    {
        private ulong _v0 = v0;
        private ulong _v1 = v1;
        private ulong _v2 = v2;
        private ulong _v3 = v3;

        public void Absorb(ulong block)
        {
            _v3 ^= block;
            Round();
            Round();
            _v0 ^= block;
        }

        public ulong Squeeze(ulong mark, bool first)
        {
            if (first)
            {
                _v2 ^= mark;
            }
            else
            {
                _v1 ^= mark;
            }

            Round();
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
