using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Identity.UserPools;

/// <summary>Proof that a caller knows a client's secret: base64(HMAC-SHA256(secret, name + client id)) (security §6.2).</summary>
public static class SecretHash
{
    public static string Of(string secret, string username, string clientId) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username + clientId)));

    /// <summary>Compares in constant time.</summary>
    public static bool IsRight(string given, string secret, string username, string clientId) =>
        AreEqual(given, Of(secret, username, clientId));

    /// <summary>Two secrets, compared in a time that tells nothing but whether their lengths agree.</summary>
    public static bool AreEqual(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
