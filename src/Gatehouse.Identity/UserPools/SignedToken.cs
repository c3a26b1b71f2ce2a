using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Identity.UserPools;

/// <summary>Writes a pool's tokens: RS256, a header of exactly kid and alg (security §6.3).</summary>
public static class SignedToken
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Create(PoolSigningKey key, JsonObject claims)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(claims);
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(
            Convert.FromBase64String(key.PrivateKey ?? throw new InvalidOperationException("A retired key signs nothing.")), out _);
        var header = new JsonObject { ["kid"] = key.KeyId, ["alg"] = "RS256" };
        var signed = $"{Part(header)}.{Part(claims)}";
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(JsonObject json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteTo(writer);
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}
