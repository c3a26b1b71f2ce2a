using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Services.ApiGateway.ClientCertificates;

/// <summary>A self-signed certificate and its key, both in PEM (security §9.3).</summary>
internal sealed record CertificatePair(string Certificate, string Key)
{
    private const int KeyBits = 2_048;

    /// <summary>Between calls clocks differ: a backend that is behind must not find the certificate too young.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    public static CertificatePair Make(DateTimeOffset now, TimeSpan lifetime)
    {
        using var key = RSA.Create(KeyBits);
        // The subject is unconfirmed (security §9.3).
        var request = new CertificateRequest(
            "CN=ApiGateway, OU=API Gateway, O=Gatehouse", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.2")], critical: false)); // TLS client authentication (RFC 5280 §4.2.1.12)
        using var certificate = request.CreateSelfSigned(now - ClockSkew, now + lifetime);
        return new CertificatePair(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A record prints its members; the key is never printed.</summary>
    public override string ToString() => nameof(CertificatePair);
}
