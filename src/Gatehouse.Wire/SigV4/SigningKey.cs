using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Wire.SigV4;

/// <summary>Derives the key of one day, region and service from a secret (security §1.6).</summary>
public static class SigningKey
{
    public const int Bytes = HMACSHA256.HashSizeInBytes;

    public static void Derive(
        string secret, ReadOnlySpan<char> date, ReadOnlySpan<char> region, ReadOnlySpan<char> service, Span<byte> key)
    {
        Span<byte> current = stackalloc byte[Bytes];
        var seed = Encoding.UTF8.GetBytes("AWS4" + secret);
        Step(seed, date, current);
        Step(current, region, current);
        Step(current, service, current);
        Step(current, SigV4Names.Terminator, key);
        CryptographicOperations.ZeroMemory(seed);
        CryptographicOperations.ZeroMemory(current);
    }

    private static void Step(ReadOnlySpan<byte> key, ReadOnlySpan<char> text, Span<byte> result)
    {
        var utf8 = new PooledUtf8(3 * text.Length);
        try
        {
            utf8.Append(text);
            HMACSHA256.HashData(key, utf8.Written, result);
        }
        finally
        {
            utf8.Dispose();
        }
    }
}
