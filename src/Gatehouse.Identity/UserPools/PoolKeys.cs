using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Identity.UserPools;

/// <summary>
/// The signing keys of a pool: one for ID and one for access tokens. New ones sign from their making on; those before are
/// shown until no token of theirs can be in force (security §6.3).
/// </summary>
public static class PoolKeys
{
    public const string IdUse = "id";
    public const string AccessUse = "access";

    private const int KeySize = 2_048;
    private const int KeyIdBytes = 32;
    private const int PepperBytes = 32;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static UserPoolKeysDocument Create(DateTimeOffset now) => new()
    {
        Keys = [CreateKey(IdUse, now), CreateKey(AccessUse, now)],
        Pepper = Convert.ToBase64String(RandomNumberGenerator.GetBytes(PepperBytes)),
    };

    public static PoolSigningKey Signing(UserPoolKeysDocument keys, string use)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.Keys.Last(key => key.Use == use && key.PrivateKey is not null);
    }

    public static bool IsDue(UserPoolKeysDocument keys, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return now - Signing(keys, IdUse).Created >= UserPoolLimits.SigningKey;
    }

    /// <summary>New keys sign; the old lose their private half and stay to verify for a while.</summary>
    public static UserPoolKeysDocument Rotate(UserPoolKeysDocument keys, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys with
        {
            Keys =
            [
                .. keys.Keys
                    .Where(key => key.Retired is not { } retired || now - retired < UserPoolLimits.RetiredKey)
                    .Select(key => key with { PrivateKey = null, Retired = key.Retired ?? now }),
                CreateKey(IdUse, now), CreateKey(AccessUse, now),
            ],
        };
    }

    /// <summary>The key set as <c>jwks.json</c> shows it, members in AWS's order.</summary>
    public static byte[] WriteKeySet(ImmutableArray<PoolSigningKey> keys)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys");
            foreach (var key in keys)
            {
                writer.WriteStartObject();
                writer.WriteString("kid", key.KeyId);
                writer.WriteString("alg", "RS256");
                writer.WriteString("kty", "RSA");
                writer.WriteString("e", key.Exponent);
                writer.WriteString("n", key.Modulus);
                writer.WriteString("use", "sig");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static PoolSigningKey CreateKey(string use, DateTimeOffset now)
    {
        using var rsa = RSA.Create(KeySize);
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return new PoolSigningKey
        {
            KeyId = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyIdBytes)),
            Use = use,
            PrivateKey = Convert.ToBase64String(rsa.ExportPkcs8PrivateKey()),
            Modulus = Base64Url.EncodeToString(parameters.Modulus),
            Exponent = Base64Url.EncodeToString(parameters.Exponent),
            Created = now,
        };
    }
}
