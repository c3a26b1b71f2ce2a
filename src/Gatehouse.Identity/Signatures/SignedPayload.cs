using System.Security.Cryptography;

namespace Gatehouse.Identity.Signatures;

/// <summary>
/// The body of a request, or its SHA-256 when it was hashed while it arrived. Hashed late: after the cheap checks.
/// </summary>
public readonly ref struct SignedPayload
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _isHash;

    private SignedPayload(ReadOnlySpan<byte> bytes, bool isHash)
    {
        _bytes = bytes;
        _isHash = isHash;
    }

    public static SignedPayload OfBody(ReadOnlySpan<byte> body) => new(body, isHash: false);

    /// <param name="sha256">32 bytes.</param>
    public static SignedPayload OfHash(ReadOnlySpan<byte> sha256) => sha256.Length == SHA256.HashSizeInBytes
        ? new(sha256, isHash: true)
        : throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(sha256));

    internal void Hash(Span<byte> sha256)
    {
        if (_isHash)
        {
            _bytes.CopyTo(sha256);
        }
        else
        {
            SHA256.HashData(_bytes, sha256);
        }
    }
}
