using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Conformance.BackendFaults;

/// <summary>Self-signed certificates of backends, right or wrong in one respect.</summary>
internal static class Certificates
{
    public static X509Certificate2 Make(string kind)
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest("CN=backend", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(kind == "other-host" ? "other.example" : "localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        var (from, to) = kind switch
        {
            "expired" => (now.AddDays(-10), now.AddDays(-1)),
            "future" => (now.AddDays(1), now.AddDays(10)),
            _ => (now.AddDays(-1), now.AddDays(10)),
        };
        using var made = request.CreateSelfSigned(from, to);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
