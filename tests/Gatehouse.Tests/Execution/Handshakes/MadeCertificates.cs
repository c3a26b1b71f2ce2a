using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Tests.Execution.Handshakes;

/// <summary>Authorities and certificates for tests, in memory.</summary>
internal static class MadeCertificates
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public const string ClientUse = "1.3.6.1.5.5.7.3.2";
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";

    public static X509Certificate2 Authority(string name, X509Certificate2? issuer = null, int keyBits = 256) =>
        Make(name, issuer, isAuthority: true, usage: null, keyBits: keyBits);

    public static X509Certificate2 Leaf(
        string name, X509Certificate2? issuer, string? usage = ClientUse, int keyBits = 256,
        DateTimeOffset? from = null, DateTimeOffset? to = null, string digest = "SHA256", RSASignaturePadding? padding = null) =>
        Make(name, issuer, isAuthority: false, usage, keyBits, from, to, digest, padding);

    private static X509Certificate2 Make(
        string name, X509Certificate2? issuer, bool isAuthority, string? usage, int keyBits,
        DateTimeOffset? from = null, DateTimeOffset? to = null, string digest = "SHA256", RSASignaturePadding? padding = null)
    {
        var hash = HashAlgorithmName.SHA256;
        AsymmetricAlgorithm key = keyBits < 1_024 ? ECDsa.Create(CurveOf(keyBits)) : RSA.Create(keyBits);
        var subject = name.Contains('=', StringComparison.Ordinal) ? name : $"CN={name}, O=Example, C=US";
        var request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, hash, padding ?? RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, hash);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        }

        var start = from ?? Now.AddDays(-10);
        var end = to ?? Now.AddDays(10);
        if (issuer is null)
        {
            return request.CreateSelfSigned(start, end);
        }

        var generator = issuer.GetRSAPrivateKey() is { } issuerKey
            ? X509SignatureGenerator.CreateForRSA(issuerKey, padding ?? RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!);
        if (digest == "SHA1")
        {
            generator = new Sha1Generator(issuer.GetRSAPrivateKey()!, padding ?? RSASignaturePadding.Pkcs1);
        }

        using var made = request.Create(issuer.SubjectName, generator, start, end, RandomNumberGenerator.GetBytes(8));
        return key is RSA own ? made.CopyWithPrivateKey(own) : made.CopyWithPrivateKey((ECDsa)key);
    }

    private static ECCurve CurveOf(int bits) => bits switch
    {
        224 => ECCurve.CreateFromFriendlyName("secp224r1"),
        384 => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP256,
    };

    /// <summary>The runtime makes no such signatures any more.</summary>
    private sealed class Sha1Generator(RSA key, RSASignaturePadding padding) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString(
            padding == RSASignaturePadding.Pkcs1 ? "300D06092A864886F70D0101050500" : "300D06092A864886F70D01010A3000");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, padding);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
