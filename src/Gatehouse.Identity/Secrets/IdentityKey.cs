using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Identity.Secrets;

/// <summary>
/// The server's own secret: seals access keys at rest and sessions on their way (security §11.14). AES-256-GCM under a
/// key of its own for each purpose; what is sealed is bound to its purpose and its owner, so that nothing sealed can be
/// put in another's place.
/// </summary>
public sealed class IdentityKey
{
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int IdBytes = 4;
    private const byte Form = 1;

    private readonly byte[] _key;
    private readonly byte[] _id;

    /// <param name="key">32 bytes of cryptographic quality.</param>
    public IdentityKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyBytes)
        {
            throw new ArgumentException($"An identity key has {KeyBytes} bytes.", nameof(key));
        }

        _key = key.ToArray();
        _id = SHA256.HashData(_key)[..IdBytes];
    }

    /// <summary>A key that ends with the process: for tests, and for servers that keep nothing.</summary>
    public static IdentityKey CreateTransient() => new(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <param name="plain">What is sealed.</param>
    /// <param name="purpose">The kind of secret: each has its own key.</param>
    /// <param name="owner">Whose it is.</param>
    public string Seal(ReadOnlySpan<byte> plain, string purpose, string owner)
    {
        var sealedBytes = new byte[1 + IdBytes + NonceBytes + TagBytes + plain.Length];
        var rest = sealedBytes.AsSpan();
        rest[0] = Form;
        _id.CopyTo(rest[1..]);
        var nonce = rest.Slice(1 + IdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(KeyOf(purpose), TagBytes);
        cipher.Encrypt(
            nonce, plain, rest[(1 + IdBytes + NonceBytes + TagBytes)..], rest.Slice(1 + IdBytes + NonceBytes, TagBytes),
            Encoding.UTF8.GetBytes(owner));
        return Convert.ToBase64String(sealedBytes);
    }

    /// <returns><see langword="null"/> for what this key did not seal for that owner.</returns>
    public byte[]? Open(string text, string purpose, string owner)
    {
        ArgumentNullException.ThrowIfNull(text);
        const int Head = 1 + IdBytes + NonceBytes + TagBytes;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length < Head)
        {
            return null;
        }

        var sealedBytes = bytes.AsSpan(0, length);
        if (sealedBytes[0] != Form || !sealedBytes.Slice(1, IdBytes).SequenceEqual(_id))
        {
            return null;
        }

        var plain = new byte[length - Head];
        try
        {
            using var cipher = new AesGcm(KeyOf(purpose), TagBytes);
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

    public override string ToString() => $"identity key {Convert.ToHexStringLower(_id)}";

    private byte[] KeyOf(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeyBytes, info: Encoding.UTF8.GetBytes(purpose));
}
