using System.Security.Cryptography;
using System.Text.Json;

namespace Gatehouse.Identity.Tokens;

/// <summary>
/// Reads a JSON Web Key Set (RFC 7517 §5). Keys that are for something else, too weak or not understood are left out;
/// the set is none when it is no set.
/// </summary>
public static class KeySetReader
{
    private const string Sign = "sig";

    /// <returns>The set, or <see langword="null"/> when the text is not a key set.</returns>
    public static KeySet? TryRead(ReadOnlyMemory<byte> json)
    {
        if (json.Length > TokenLimits.KeySetBytes
            || StrictJson.TryParse(json) is not { } root
            || !root.TryGetProperty("keys", out var list)
            || list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() > TokenLimits.Keys)
        {
            return null;
        }

        var keys = new List<TokenKey>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && TryReadKey(item) is { } key)
            {
                keys.Add(key);
            }
        }

        return new KeySet(keys);
    }

    private static TokenKey? TryReadKey(JsonElement key)
    {
        if ((key.TryGetProperty("use", out var use) && !IsText(use, Sign)) || !MayVerify(key))
        {
            return null;
        }

        var id = Text(key, "kid");
        if (id is { Length: > TokenLimits.KeyIdChars })
        {
            return null;
        }

        var named = TokenAlgorithmFacts.Parse(Text(key, "alg"));
        var hasName = key.TryGetProperty("alg", out _);
        return Text(key, "kty") switch
        {
            "RSA" => TryReadRsa(
                key, id, hasName ? named : TokenAlgorithms.Rsa | TokenAlgorithms.RsaPss),
            "EC" => TryReadEcdsa(key, id, hasName ? named : TokenAlgorithms.Ecdsa),
            _ => null, // a symmetric key in a public set would let everybody sign
        };
    }

    /// <summary><c>key_ops</c>, when there is one, has <c>verify</c> (RFC 7517 §4.3).</summary>
    private static bool MayVerify(JsonElement key)
    {
        if (!key.TryGetProperty("key_ops", out var operations))
        {
            return true;
        }

        return operations.ValueKind == JsonValueKind.Array
            && operations.EnumerateArray().Any(static operation => IsText(operation, "verify"));
    }

    private static TokenKey? TryReadRsa(JsonElement key, string? id, TokenAlgorithms algorithms)
    {
        if ((algorithms & (TokenAlgorithms.Rsa | TokenAlgorithms.RsaPss)) == TokenAlgorithms.None
            || Bytes(key, "n") is not { } modulus
            || Bytes(key, "e") is not { Length: > 0 and <= TokenLimits.RsaExponentBytes } exponent
            || (exponent[^1] & 1) == 0 || exponent is [1])
        {
            return null;
        }

        var significant = modulus.AsSpan().TrimStart((byte)0).ToArray();
        var bits = significant.Length * 8;
        if (bits is < TokenLimits.MinRsaBits or > TokenLimits.MaxRsaBits)
        {
            return null;
        }

        RSA? rsa = null;
        try
        {
            rsa = RSA.Create(new RSAParameters { Modulus = significant, Exponent = exponent });
            return new TokenKey(id, rsa, algorithms);
        }
        catch (CryptographicException)
        {
            rsa?.Dispose();
            return null;
        }
    }

    private static TokenKey? TryReadEcdsa(JsonElement key, string? id, TokenAlgorithms algorithms)
    {
        var (curve, size, algorithm) = Text(key, "crv") switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32, TokenAlgorithms.ES256),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48, TokenAlgorithms.ES384),
            "P-521" => (ECCurve.NamedCurves.nistP521, 66, TokenAlgorithms.ES512),
            _ => (default, 0, TokenAlgorithms.None),
        };
        if ((algorithms & algorithm) == TokenAlgorithms.None
            || Bytes(key, "x") is not { } x || x.Length != size
            || Bytes(key, "y") is not { } y || y.Length != size)
        {
            return null;
        }

        try
        {
            // A point beside the curve is refused here.
            var point = new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y } };
            return new TokenKey(id, ECDsa.Create(point), algorithm);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsText(JsonElement element, string text) =>
        element.ValueKind == JsonValueKind.String && element.ValueEquals(text);

    private static byte[]? Bytes(JsonElement key, string name) =>
        Text(key, name) is { } text ? Base64UrlText.TryDecode(text) : null;
}
