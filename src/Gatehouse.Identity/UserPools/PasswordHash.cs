using System.Security.Cryptography;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Identity.UserPools;

/// <summary>
/// Passwords at rest: PBKDF2 with HMAC-SHA-512 for those who send them, and a verifier for those who prove them by SRP
/// (security §11.14). Both lie in a document that is sealed as a whole.
/// </summary>
public static class PasswordHash
{
    /// <value>Rounds: what OWASP's Password Storage Cheat Sheet asks of PBKDF2 with HMAC-SHA-512.</value>
    public const int Iterations = 210_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    public static PoolPassword Create(string poolName, string username, string password, int iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var (srpSalt, verifier) = SrpServer.CreateVerifier(poolName, username, password);
        return new PoolPassword
        {
            Hash = Convert.ToBase64String(Derive(password, salt, iterations)),
            Salt = Convert.ToBase64String(salt),
            Iterations = iterations,
            SrpSalt = srpSalt,
            SrpVerifier = verifier,
        };
    }

    /// <summary>Compares in constant time.</summary>
    public static bool Verify(PoolPassword stored, string password)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return CryptographicOperations.FixedTimeEquals(
            Convert.FromBase64String(stored.Hash), Derive(password, Convert.FromBase64String(stored.Salt), stored.Iterations));
    }

    /// <summary>Costs what verifying costs: a name that is not there answers no faster.</summary>
    public static void Waste(string password, int iterations) => Derive(password, stackalloc byte[SaltBytes], iterations);

    private static byte[] Derive(string password, ReadOnlySpan<byte> salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashBytes);
}
