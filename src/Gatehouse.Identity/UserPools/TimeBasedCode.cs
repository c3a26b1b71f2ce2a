using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Identity.UserPools;

/// <summary>
/// Codes of authenticator apps: RFC 6238 with SHA-1, six digits, 30 seconds, as every such app has them and Cognito
/// expects (Cognito developer guide, "TOTP software token MFA").
/// </summary>
public static class TimeBasedCode
{
    private const int StepSeconds = 30;
    private const int Digits = 1_000_000;
    private const int SeedBytes = 32;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new seed, in base32 as apps take it.</summary>
    public static string CreateSeed() => Encode(RandomNumberGenerator.GetBytes(SeedBytes));

    /// <summary>The step of a code that is right now or was within one step.</summary>
    /// <returns><see langword="null"/> for a wrong code, and for one of a step that counted already.</returns>
    public static long? StepOf(string seed, string code, DateTimeOffset now, long lastStep)
    {
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = current - 1; step <= current + 1; step++)
        {
            // All three are computed and compared whatever comes out.
            if (SecretHash.AreEqual(CodeAt(seed, step), code) && step > lastStep)
            {
                found = step;
            }
        }

        return found;
    }

    internal static string CodeAt(string seed, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238's default, and the only one that every authenticator app knows
        var hash = HMACSHA1.HashData(Decode(seed), counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 0x0F;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & int.MaxValue;
        return (number % Digits).ToString("D6", CultureInfo.InvariantCulture);
    }

    internal static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 / 5) + 1);
        var (buffer, bits) = (0, 0);
        foreach (var one in bytes)
        {
            buffer = (buffer << 8) | one;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Base32[(buffer >> (bits - 5)) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(Base32[(buffer << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    internal static byte[] Decode(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (buffer, bits) = (0, 0);
        foreach (var c in text)
        {
            buffer = (buffer << 5) | Base32.IndexOf(c, StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bytes.Add((byte)(buffer >> (bits - 8)));
                bits -= 8;
                buffer &= (1 << bits) - 1;
            }
        }

        return [.. bytes];
    }
}
