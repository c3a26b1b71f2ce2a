using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Identity.UserPools;

/// <summary>The six digits that a message carries. Stored as a salted hash, within a sealed document.</summary>
public static class OneTimeCode
{
    private const int Digits = 6;
    private const int SaltBytes = 16;

    public static (PendingCode Pending, string Code) Create(
        string purpose, string? destination, DateTimeOffset expires)
    {
        var code = RandomNumberGenerator.GetString("0123456789", Digits);
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltBytes));
        return (new PendingCode
        {
            Purpose = purpose,
            Hash = HashOf(salt, code),
            Salt = salt,
            Expires = expires,
            Failures = 0,
            Destination = destination,
        }, code);
    }

    /// <summary>Compares in constant time.</summary>
    public static bool IsRight(PendingCode pending, string code)
    {
        ArgumentNullException.ThrowIfNull(pending);
        return SecretHash.AreEqual(pending.Hash, HashOf(pending.Salt, code));
    }

    private static string HashOf(string salt, string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(salt + code)));
}
