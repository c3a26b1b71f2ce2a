using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Identity.Secrets;

/// <summary>
/// The server's own data key, and those that it replaced: seals secrets at rest and sessions on their way (security
/// §11.14). AES-256-GCM under a key of its own for each purpose; what is sealed names its key, and is bound to its purpose
/// and its owner, so that nothing sealed can be put in another's place.
/// </summary>
public sealed class IdentityKey
{
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int IdBytes = 4;
    private const int Head = 1 + IdBytes + NonceBytes + TagBytes;
    private const byte Form = 1;

    private readonly ImmutableArray<DataKey> _keys;

    /// <param name="key">32 bytes of cryptographic quality.</param>
    public IdentityKey(ReadOnlySpan<byte> key) => _keys = [new DataKey(key)];

    /// <param name="keys">32 bytes each. The first seals; all of them open what they sealed.</param>
    public IdentityKey(ImmutableArray<byte[]> keys)
    {
        ArgumentOutOfRangeException.ThrowIfZero(keys.Length);
        _keys = [.. keys.Select(static key => new DataKey(key))];
    }

    /// <summary>A key that ends with the process: for tests, and for servers that keep nothing.</summary>
    public static IdentityKey CreateTransient() => new(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>The name by which sealed things say which key sealed them.</summary>
    public static string IdOf(ReadOnlySpan<byte> key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, IdBytes));

    /// <summary>A key for another purpose than sealing, the same on every node and after every start.</summary>
    public byte[] Derive(string purpose) => [.. _keys[0].Of(purpose)];

    /// <param name="plain">What is sealed.</param>
    /// <param name="purpose">The kind of secret: each has its own key.</param>
    /// <param name="owner">Whose it is.</param>
    public string Seal(ReadOnlySpan<byte> plain, string purpose, string owner) =>
        Convert.ToBase64String(SealBytes(plain, purpose, owner));

    /// <inheritdoc cref="Seal"/>
    public byte[] SealBytes(ReadOnlySpan<byte> plain, string purpose, string owner)
    {
        var key = _keys[0];
        var sealedBytes = new byte[Head + plain.Length];
        var rest = sealedBytes.AsSpan();
        rest[0] = Form;
        key.Id.CopyTo(rest[1..]);
        var nonce = rest.Slice(1 + IdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key.Of(purpose), TagBytes);
        cipher.Encrypt(
            nonce, plain, rest[Head..], rest.Slice(1 + IdBytes + NonceBytes, TagBytes), Encoding.UTF8.GetBytes(owner));
        return sealedBytes;
    }

    /// <returns><see langword="null"/> for what none of these keys sealed for that owner.</returns>
    public byte[]? Open(string text, string purpose, string owner)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? OpenBytes(bytes.AsSpan(0, length), purpose, owner)
            : null;
    }

    /// <inheritdoc cref="Open"/>
    public byte[]? OpenBytes(ReadOnlySpan<byte> sealedBytes, string purpose, string owner)
    {
        if (FindKey(sealedBytes) is not { } key || sealedBytes.Length < Head)
        {
            return null;
        }

        var plain = new byte[sealedBytes.Length - Head];
        try
        {
            using var cipher = new AesGcm(key.Of(purpose), TagBytes);
            cipher.Decrypt(
                sealedBytes.Slice(1 + IdBytes, NonceBytes), sealedBytes[Head..],
                sealedBytes.Slice(1 + IdBytes + NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(owner));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>The key in force sealed it, not one that was replaced.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> sealedBytes) => FindKey(sealedBytes) == _keys[0];

    /// <inheritdoc cref="IsCurrent(ReadOnlySpan{byte})"/>
    public bool IsCurrent(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> head = stackalloc byte[9];
        return text.Length >= 12 && Convert.TryFromBase64Chars(text.AsSpan(0, 12), head, out var length)
            && IsCurrent(head[..length]);
    }

    public override string ToString() => $"identity key {Convert.ToHexStringLower(_keys[0].Id)}";

    private DataKey? FindKey(ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < 1 + IdBytes || sealedBytes[0] != Form)
        {
            return null;
        }

        foreach (var key in _keys)
        {
            if (sealedBytes.Slice(1, IdBytes).SequenceEqual(key.Id))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>One data key and those that were derived from it, one for each purpose in the code.</summary>
    private sealed class DataKey
    {
        private readonly byte[] _key;
        private readonly ConcurrentDictionary<string, byte[]> _derived = new(StringComparer.Ordinal);

        public DataKey(ReadOnlySpan<byte> key)
        {
            if (key.Length != KeyBytes)
            {
                throw new ArgumentException($"An identity key has {KeyBytes} bytes.", nameof(key));
            }

            _key = key.ToArray();
            Id = SHA256.HashData(_key)[..IdBytes];
        }

        public byte[] Id { get; }

        public byte[] Of(string purpose) => _derived.GetOrAdd(
            purpose,
            static (name, key) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: Encoding.UTF8.GetBytes(name)),
            _key);
    }
}
