using System.Text;
using System.Text.Json;

namespace Gatehouse.Identity.Tokens;

/// <summary>
/// A signed token in its parts (RFC 7515 §7.1, RFC 7519). Reading one says nothing about its truth: see
/// <see cref="TokenVerifier"/>. Whatever the header offers as a key (<c>jwk</c>, <c>jku</c>, <c>x5u</c>, <c>x5c</c>) is
/// not even looked at.
/// </summary>
public sealed class JsonWebToken
{
    private const int Parts = 3;

    private JsonWebToken(string? algorithm, string? keyId, byte[] signed, byte[] signature, TokenClaims claims)
    {
        AlgorithmName = algorithm;
        Algorithm = TokenAlgorithmFacts.Parse(algorithm);
        KeyId = keyId;
        Signed = signed;
        Signature = signature;
        Claims = claims;
    }

    /// <summary>As the header spells it; for messages only.</summary>
    public string? AlgorithmName { get; }

    /// <summary><see cref="TokenAlgorithms.None"/> for one that is not known.</summary>
    public TokenAlgorithms Algorithm { get; }

    /// <summary>
    /// A key of a dictionary and nothing else: never a path, a query or an address (security §11.11).
    /// </summary>
    public string? KeyId { get; }

    /// <summary>Not to be believed before the signature is verified.</summary>
    public TokenClaims Claims { get; }

    internal byte[] Signed { get; }

    internal byte[] Signature { get; }

    /// <returns>The token, or <see langword="null"/> and the fault.</returns>
    public static JsonWebToken? TryParse(ReadOnlySpan<char> text, out TokenFault fault)
    {
        Span<Range> parts = stackalloc Range[Parts + 1];
        if (text.Length > TokenLimits.TokenChars)
        {
            fault = TokenFault.Malformed;
            return null;
        }

        if (text.Split(parts, '.') != Parts)
        {
            fault = TokenFault.Segments;
            return null;
        }

        fault = TokenFault.Malformed;
        if (Base64UrlText.TryDecode(text[parts[0]]) is not { Length: <= TokenLimits.HeaderBytes } header
            || Base64UrlText.TryDecode(text[parts[1]]) is not { } payload
            || Base64UrlText.TryDecode(text[parts[2]]) is not { } signature
            || StrictJson.TryParse(header) is not { } head
            || StrictJson.TryParse(payload) is not { } body
            || TokenClaims.TryCreate(body, payload.Length) is not { } claims)
        {
            return null;
        }

        fault = ReadHeader(head, out var algorithm, out var keyId);
        if (fault != TokenFault.None)
        {
            return null;
        }

        // What was decoded above is ASCII.
        var signed = Encoding.ASCII.GetBytes(text[..parts[1].End.Value].ToArray());
        return new JsonWebToken(algorithm, keyId, signed, signature, claims);
    }

    private static TokenFault ReadHeader(JsonElement header, out string? algorithm, out string? keyId)
    {
        algorithm = null;
        keyId = null;
        foreach (var member in header.EnumerateObject())
        {
            switch (member.Name)
            {
                case "alg":
                    if (member.Value.ValueKind != JsonValueKind.String)
                    {
                        return TokenFault.Malformed;
                    }

                    algorithm = member.Value.GetString();
                    break;
                case "kid":
                    if (member.Value.ValueKind != JsonValueKind.String
                        || member.Value.GetString() is not { Length: <= TokenLimits.KeyIdChars } id)
                    {
                        return TokenFault.Malformed;
                    }

                    keyId = id;
                    break;
                case "crit" or "b64" or "zip" or "enc":
                    // No extension is understood, and one that is critical must be (RFC 7515 §4.1.11, RFC 7797).
                    return TokenFault.UnsupportedHeader;
                case "cty" when member.Value.ValueKind == JsonValueKind.String
                    && string.Equals(member.Value.GetString(), "JWT", StringComparison.OrdinalIgnoreCase):
                    return TokenFault.UnsupportedHeader; // a token within a token (RFC 7519 §5.2)
                default:
                    break;
            }
        }

        return TokenFault.None;
    }
}
