using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Tests.Identity.UserPools;

/// <summary>
/// A client of USER_SRP_AUTH, written from RFC 5054 and the sheet (security §6.2) and apart from the server: over
/// hexadecimal texts, as the clients in browsers do it.
/// </summary>
internal sealed class SrpClient
{
    public static readonly BigInteger N = Hex(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
        + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
        + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
        + "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
        + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
        + "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
        + "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
        + "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF");

    private readonly BigInteger _secret = Hex(Convert.ToHexString(RandomNumberGenerator.GetBytes(64)));

    public string PublicValue => BigInteger.ModPow(2, _secret, N).ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    public string Sign(
        string poolName, string username, string password, string salt, string serverPublic, string secretBlock, string timestamp)
    {
        var b = Hex(serverPublic);
        var k = Hash(Pad("00" + N.ToString("x", CultureInfo.InvariantCulture).TrimStart('0')) + "02");
        var u = Hash(Pad(PublicValue) + Pad(serverPublic));
        var identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{poolName}{username}:{password}")));
        var x = Hash(Pad(salt) + identity);
        var s = BigInteger.ModPow(
            (((b - (k * BigInteger.ModPow(2, x, N))) % N) + N) % N, _secret + (u * x), N);
        var prk = HMACSHA256.HashData(
            Convert.FromHexString(Pad(Text(u))), Convert.FromHexString(Pad(Text(s))));
        byte[] round = [.. Encoding.ASCII.GetBytes("Caldera Derived Key"), 1];
        var key = HMACSHA256.HashData(prk, round)[..16];
        byte[] message =
        [
            .. Encoding.UTF8.GetBytes(poolName), .. Encoding.UTF8.GetBytes(username), .. Convert.FromBase64String(secretBlock),
            .. Encoding.UTF8.GetBytes(timestamp),
        ];
        return Convert.ToBase64String(HMACSHA256.HashData(key, message));
    }

    private static BigInteger Hash(string hex) =>
        Hex(Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(hex))));

    private static string Text(BigInteger number) => number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    private static BigInteger Hex(string text) =>
        BigInteger.Parse("0" + text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>An even number of digits, and a zero byte before a set first bit.</summary>
    private static string Pad(string hex)
    {
        var even = hex.Length % 2 == 1 ? "0" + hex : hex;
        return "89abcdefABCDEF".Contains(even[0]) ? "00" + even : even;
    }
}
