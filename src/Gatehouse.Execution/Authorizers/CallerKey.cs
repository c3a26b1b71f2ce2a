using System.Buffers;
using System.Runtime.InteropServices;
using Gatehouse.Execution.Throttling;

namespace Gatehouse.Execution.Authorizers;

/// <summary>
/// What a caller's identity is found by: 128 bits of it under a key of this process. The identity itself is kept
/// nowhere, and nobody outside can make two identities meet (security §5.5, §11.10).
/// </summary>
internal readonly record struct CallerKey(ulong Low, ulong High)
{
    public override int GetHashCode() => (int)Low;
}

/// <summary>
/// Collects the parts of an identity. Each is preceded by its length and each list by its count, so that no two
/// identities give the same bytes: <c>("a", "bc")</c> is not <c>("ab", "c")</c>, and absent is not empty. Dispose it.
/// </summary>
internal ref struct CallerKeyWriter(Span<byte> initial)
{
    private Span<byte> _bytes = initial;
    private byte[]? _rented;
    private int _length;

    /// <summary>The identity is over its bound: no key is made of it.</summary>
    public bool IsTooLong { get; private set; }

    public void Append(in CallerKey key)
    {
        Append((long)key.Low);
        Append((long)key.High);
    }

    public void Append(long number)
    {
        if (Reserve(sizeof(long)))
        {
            MemoryMarshal.Write(_bytes[_length..], number);
            _length += sizeof(long);
        }
    }

    public void Append(ReadOnlySpan<char> text)
    {
        Append((long)text.Length);
        AppendBytes(MemoryMarshal.AsBytes(text));
    }

    /// <summary>
    /// Bytes without a length before them: the caller knows that nothing follows, or wrote the length.
    /// </summary>
    public void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        if (Reserve(bytes.Length))
        {
            bytes.CopyTo(_bytes[_length..]);
            _length += bytes.Length;
        }
    }

    public readonly CallerKey Finish(KeyHasher hasher)
    {
        var (low, high) = hasher.Hash(_bytes[.._length]);
        return new CallerKey(low, high);
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented, clearArray: true); // it held a token
            _rented = null;
        }
    }

    private bool Reserve(int needed)
    {
        if (IsTooLong || _length + needed > AuthorizerLimits.KeyBytes)
        {
            IsTooLong = true;
            return false;
        }

        if (needed > _bytes.Length - _length)
        {
            var grown = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + needed));
            _bytes[.._length].CopyTo(grown);
            Dispose();
            _bytes = _rented = grown;
        }

        return true;
    }
}
