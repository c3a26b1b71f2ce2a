using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Identity.UserPools;

/// <summary>
/// The server's half of SRP-6a as Cognito's clients compute theirs (security §6.2; RFC 5054 §2.5 with another derivation of
/// the key). Nothing here knows users or pools.
/// </summary>
public static class SrpServer
{
    private const int SecretBytes = 48;
    private const int KeyBytes = 16;
    private const int SaltBytes = 16;

    private static readonly byte[] DerivedKey = Encoding.ASCII.GetBytes("Caldera Derived Key");

    /// <summary>Salt and verifier of a new password, hexadecimal.</summary>
    /// <param name="poolName">What follows the underscore of the pool's id.</param>
    /// <param name="username">As the pool stores it.</param>
    /// <param name="password">The password.</param>
    public static (string Salt, string Verifier) CreateVerifier(string poolName, string username, string password)
    {
        var salt = SrpGroup.Number(RandomNumberGenerator.GetBytes(SaltBytes));
        var verifier = BigInteger.ModPow(SrpGroup.G, PrivateKey(salt, poolName, username, password), SrpGroup.N);
        return (Hex(salt), Hex(verifier));
    }

    /// <summary>A salt that is always the same for one name, and a verifier that no password has.</summary>
    public static (string Salt, string Verifier) CreateDecoy(ReadOnlySpan<byte> pepper, string name)
    {
        var salt = HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(name))[..SaltBytes];
        var verifier = BigInteger.ModPow(
            SrpGroup.G, SrpGroup.Number(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes)), SrpGroup.N);
        return (Hex(SrpGroup.Number(salt)), Hex(verifier));
    }

    /// <summary>The first answer to a client.</summary>
    /// <returns>The secret exponent and the public value, hexadecimal; <see langword="null"/> when the client's value is
    /// a multiple of the prime or no number: with it no password would be needed.</returns>
    public static (string Secret, string Public)? Challenge(string clientPublic, string verifier)
    {
        if (!IsUsable(clientPublic) || SrpGroup.TryParse(verifier) is not { } v)
        {
            return null;
        }

        while (true)
        {
            var secret = SrpGroup.Number(RandomNumberGenerator.GetBytes(SecretBytes));
            var value = ((SrpGroup.K * v) + BigInteger.ModPow(SrpGroup.G, secret, SrpGroup.N)) % SrpGroup.N;
            if (!value.IsZero)
            {
                return (Hex(secret), Hex(value));
            }
        }
    }

    /// <summary>Whether the client knew the password. Compares in constant time.</summary>
    public static bool Verify(SrpProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (!IsUsable(proof.ClientPublic) || SrpGroup.TryParse(proof.ClientPublic) is not { } a
            || SrpGroup.TryParse(proof.ServerPublic) is not { } b
            || SrpGroup.TryParse(proof.ServerSecret) is not { } secret
            || SrpGroup.TryParse(proof.Verifier) is not { } v)
        {
            return false;
        }

        var u = SrpGroup.Number(SHA256.HashData([.. SrpGroup.Bytes(a), .. SrpGroup.Bytes(b)]));
        if (u.IsZero)
        {
            return false;
        }

        var shared = BigInteger.ModPow(a * BigInteger.ModPow(v, u, SrpGroup.N), secret, SrpGroup.N);
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, SrpGroup.Bytes(shared), KeyBytes, SrpGroup.Bytes(u), DerivedKey);
        byte[] signed =
        [
            .. Encoding.UTF8.GetBytes(proof.PoolName), .. Encoding.UTF8.GetBytes(proof.Username), .. proof.SecretBlock,
            .. Encoding.UTF8.GetBytes(proof.Timestamp),
        ];
        var expected = HMACSHA256.HashData(key, signed);
        return CryptographicOperations.FixedTimeEquals(expected, proof.Signature);
    }

    /// <summary>x = H(salt | H(pool name, user name, colon, password)).</summary>
    internal static BigInteger PrivateKey(BigInteger salt, string poolName, string username, string password)
    {
        var identity = SHA256.HashData(Encoding.UTF8.GetBytes($"{poolName}{username}:{password}"));
        return SrpGroup.Number(SHA256.HashData([.. SrpGroup.Bytes(salt), .. identity]));
    }

    internal static string Hex(BigInteger number) =>
        Convert.ToHexStringLower(number.ToByteArray(isUnsigned: true, isBigEndian: true));

    private static bool IsUsable(string clientPublic) =>
        SrpGroup.TryParse(clientPublic) is { } a && !(a % SrpGroup.N).IsZero;
}

/// <summary>What both sides said, for the check of a password.</summary>
public sealed record SrpProof
{
    /// <summary>What follows the underscore of the pool's id.</summary>
    public required string PoolName { get; init; }

    /// <summary>As the server told it the client (<c>USER_ID_FOR_SRP</c>).</summary>
    public required string Username { get; init; }

    /// <value>Hexadecimal.</value>
    public required string ClientPublic { get; init; }

    /// <value>Hexadecimal.</value>
    public required string ServerPublic { get; init; }

    /// <value>Hexadecimal.</value>
    public required string ServerSecret { get; init; }

    /// <value>Hexadecimal.</value>
    public required string Verifier { get; init; }

    /// <summary>The bytes that the server sent with its challenge.</summary>
    public required byte[] SecretBlock { get; init; }

    /// <summary>The client's clock, as it wrote it.</summary>
    public required string Timestamp { get; init; }

    public required byte[] Signature { get; init; }

    /// <summary>A record prints its members.</summary>
    public override string ToString() => "SRP proof";
}
