using System.Security.Cryptography;

namespace Gatehouse.Identity.Tokens;

/// <summary>
/// A public key of an issuer. Shared by all requests: verifying only reads it, and the platform's libraries lock what
/// they keep beside it.
/// </summary>
public sealed class TokenKey
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    internal TokenKey(string? keyId, RSA rsa, TokenAlgorithms algorithms)
    {
        KeyId = keyId;
        _rsa = rsa;
        Algorithms = algorithms & (TokenAlgorithms.Rsa | TokenAlgorithms.RsaPss);
    }

    internal TokenKey(string? keyId, ECDsa ecdsa, TokenAlgorithms algorithm)
    {
        KeyId = keyId;
        _ecdsa = ecdsa;
        Algorithms = algorithm & TokenAlgorithms.Ecdsa;
    }

    public string? KeyId { get; }

    /// <summary>What the key may be used with: its kind decides, and its own <c>alg</c> when it has one.</summary>
    public TokenAlgorithms Algorithms { get; }

    /// <param name="algorithm">One of <see cref="Algorithms"/>; any other verifies nothing.</param>
    /// <param name="signed">What was signed.</param>
    /// <param name="signature">For ECDSA the two numbers side by side (RFC 7518 §3.4).</param>
    internal bool Verify(TokenAlgorithms algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if ((Algorithms & algorithm) == TokenAlgorithms.None)
        {
            return false;
        }

        var hash = TokenAlgorithmFacts.Hash(algorithm);
        if (_ecdsa is not null)
        {
            return _ecdsa.VerifyData(signed, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        var padding = (algorithm & TokenAlgorithms.RsaPss) == TokenAlgorithms.None
            ? RSASignaturePadding.Pkcs1
            : RSASignaturePadding.Pss;
        // A signature has the length of the modulus (RFC 8017 §8.1.2, §8.2.2).
        return _rsa is not null && signature.Length == (_rsa.KeySize + 7) / 8
            && _rsa.VerifyData(signed, signature, hash, padding);
    }
}
