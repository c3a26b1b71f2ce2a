using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// Encrypts entries of methods with <c>cacheDataEncrypted</c> under a key that lives as long as the process: a memory
/// dump that lacks the key's page says nothing of what was cached. AES-256-GCM; the entry's index key is bound in as
/// associated data.
/// </summary>
internal sealed class EntryCipher
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12; // NIST SP 800-38D §8.2
    private const int TagBytes = 16;

    private readonly byte[] _key = new byte[KeyBytes];
    private readonly byte[] _nameKey = new byte[KeyBytes];
    private long _sealed;

    public EntryCipher(IIdSource random)
    {
        random.Fill(_key);
        random.Fill(_nameKey);
    }

    /// <summary>A name that stands for the key in the index, so that no parameter's value is kept readable.</summary>
    public string Conceal(ReadOnlySpan<char> key)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_nameKey, MemoryMarshal.AsBytes(key), mac);
        return string.Concat("#", Convert.ToHexStringLower(mac));
    }

    public byte[] Seal(ReadOnlySpan<byte> plain, string name)
    {
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);

        // A counter never repeats within the key's life, which a random nonce only makes unlikely (SP 800-38D §8.2.1).
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], Interlocked.Increment(ref _sealed));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(
            nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes),
            MemoryMarshal.AsBytes(name.AsSpan()));
        return box;
    }

    /// <exception cref="CryptographicException">The box is not what <see cref="Seal"/> made for this name.</exception>
    public byte[] Open(ReadOnlySpan<byte> box, string name)
    {
        var plain = new byte[box.Length - NonceBytes - TagBytes];

        // One object per call: it is not documented to serve several threads at once.
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(
            box[..NonceBytes], box[(NonceBytes + TagBytes)..], box.Slice(NonceBytes, TagBytes), plain,
            MemoryMarshal.AsBytes(name.AsSpan()));
        return plain;
    }
}
