using System.Security.Cryptography;

namespace Gatehouse.Model.Documents;

/// <summary>The production source of ids, over the system's cryptographic generator.</summary>
public sealed class RandomIdSource : IIdSource
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public string AlphanumericId(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40); // version 4 (RFC 9562 §5.4); Guid's third field is little-endian
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString("D");
    }

    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
