using System.Security.Cryptography;

namespace Gatehouse.Model.Documents;

/// <summary>The production source of ids, over the system's cryptographic generator.</summary>
public sealed class RandomIdSource : IIdSource
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int UuidBytes = 16;
    private const int PooledUuids = 64;

    /// <summary>
    /// Random bytes of ids to come: the generator costs a system call and more each time it is asked, and every
    /// invocation has a UUID.
    /// </summary>
    [ThreadStatic]
    private static byte[]? _pool;

    [ThreadStatic]
    private static int _left;

    public string AlphanumericId(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    public string Uuid()
    {
        if (_left == 0)
        {
            _pool ??= new byte[UuidBytes * PooledUuids];
            RandomNumberGenerator.Fill(_pool);
            _left = PooledUuids;
        }

        var bytes = _pool!.AsSpan(--_left * UuidBytes, UuidBytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40); // version 4 (RFC 9562 §5.4); Guid's third field is little-endian
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString("D");
    }

    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
