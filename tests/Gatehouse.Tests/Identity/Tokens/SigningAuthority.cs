using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Tests.Identity.Tokens;

/// <summary>An issuer of tests: keys, the set that publishes them, and tokens signed with them.</summary>
internal sealed class SigningAuthority
{
    public const string KeyId = "key-1";

    // Made once: a 2,048-bit key takes a while.
    private static readonly Lazy<RSA> SharedRsa = new(static () => RSA.Create(2_048));

    private readonly RSA _rsa;

    public SigningAuthority(RSA? rsa = null) => _rsa = rsa ?? SharedRsa.Value;

    public RSA Rsa => _rsa;

    public string Issuer { get; set; } = "https://issuer.example.com";

    public JsonObject Jwk(string kid = KeyId)
    {
        var parameters = _rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA", ["kid"] = kid, ["use"] = "sig",
            ["n"] = Text(parameters.Modulus!), ["e"] = Text(parameters.Exponent!),
        };
    }

    public static string SetOf(params JsonNode[] keys) => new JsonObject { ["keys"] = new JsonArray(keys) }.ToJsonString();

    public string KeySet() => SetOf(Jwk());

    /// <summary>A token that is good for an hour from <paramref name="now"/>.</summary>
    public string Token(DateTimeOffset now, Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        var seconds = now.ToUnixTimeSeconds();
        var payload = new JsonObject
        {
            ["iss"] = Issuer, ["sub"] = "user-1", ["aud"] = "client-1", ["iat"] = seconds, ["exp"] = seconds + 3_600,
        };
        claims?.Invoke(payload);
        var head = new JsonObject { ["alg"] = "RS256", ["kid"] = KeyId, ["typ"] = "JWT" };
        header?.Invoke(head);
        return Sign(head.ToJsonString(), payload.ToJsonString());
    }

    /// <summary>Signs what it is given, whatever its header says.</summary>
    public string Sign(string header, string payload, HashAlgorithmName? hash = null, RSASignaturePadding? padding = null)
    {
        var signed = $"{Text(header)}.{Text(payload)}";
        var signature = _rsa.SignData(
            Encoding.ASCII.GetBytes(signed), hash ?? HashAlgorithmName.SHA256, padding ?? RSASignaturePadding.Pkcs1);
        return $"{signed}.{Text(signature)}";
    }

    public static string Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    public static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
