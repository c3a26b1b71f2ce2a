using System.Security.Cryptography;

namespace Gatehouse.Identity.Tokens;

/// <summary>
/// The signatures of RFC 7518 §3.1 that need a public key. Symmetric ones and <c>none</c> are not known here, so that
/// no verifier can be talked into them (security §11.11).
/// </summary>
[Flags]
public enum TokenAlgorithms
{
    None = 0,
    RS256 = 1 << 0,
    RS384 = 1 << 1,
    RS512 = 1 << 2,
    PS256 = 1 << 3,
    PS384 = 1 << 4,
    PS512 = 1 << 5,
    ES256 = 1 << 6,
    ES384 = 1 << 7,
    ES512 = 1 << 8,

    /// <summary>RSASSA-PKCS1-v1_5.</summary>
    Rsa = RS256 | RS384 | RS512,

    /// <summary>RSASSA-PSS.</summary>
    RsaPss = PS256 | PS384 | PS512,

    Ecdsa = ES256 | ES384 | ES512,
}

/// <summary>Facts about single algorithms.</summary>
internal static class TokenAlgorithmFacts
{
    /// <summary>Names are case-sensitive (RFC 7515 §4.1.1).</summary>
    /// <returns><see cref="TokenAlgorithms.None"/> for any other name.</returns>
    public static TokenAlgorithms Parse(string? name) => name switch
    {
        "RS256" => TokenAlgorithms.RS256,
        "RS384" => TokenAlgorithms.RS384,
        "RS512" => TokenAlgorithms.RS512,
        "PS256" => TokenAlgorithms.PS256,
        "PS384" => TokenAlgorithms.PS384,
        "PS512" => TokenAlgorithms.PS512,
        "ES256" => TokenAlgorithms.ES256,
        "ES384" => TokenAlgorithms.ES384,
        "ES512" => TokenAlgorithms.ES512,
        _ => TokenAlgorithms.None,
    };

    public static HashAlgorithmName Hash(TokenAlgorithms one) => one switch
    {
        TokenAlgorithms.RS256 or TokenAlgorithms.PS256 or TokenAlgorithms.ES256 => HashAlgorithmName.SHA256,
        TokenAlgorithms.RS384 or TokenAlgorithms.PS384 or TokenAlgorithms.ES384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };
}
