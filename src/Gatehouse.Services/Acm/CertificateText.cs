using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;

namespace Gatehouse.Services.Acm;

/// <summary>What a certificate says, in ACM's words.</summary>
internal static class CertificateText
{
    private static readonly (X509KeyUsageFlags Flag, string Name)[] Usages =
    [
        (X509KeyUsageFlags.DigitalSignature, "DIGITAL_SIGNATURE"),
        (X509KeyUsageFlags.NonRepudiation, "NON_REPUDIATION"),
        (X509KeyUsageFlags.KeyEncipherment, "KEY_ENCIPHERMENT"),
        (X509KeyUsageFlags.DataEncipherment, "DATA_ENCIPHERMENT"),
        (X509KeyUsageFlags.KeyAgreement, "KEY_AGREEMENT"),
        (X509KeyUsageFlags.KeyCertSign, "CERTIFICATE_SIGNING"),
        (X509KeyUsageFlags.CrlSign, "CRL_SIGNING"),
        (X509KeyUsageFlags.EncipherOnly, "ENCIPHER_ONLY"),
        (X509KeyUsageFlags.DecipherOnly, "DECIPHER_ONLY"),
    ];

    /// <summary>Lower-case hex in pairs with colons between, as ACM shows it.</summary>
    public static string Serial(X509Certificate2 certificate) => string.Join(
        ':', Convert.ToHexStringLower(certificate.SerialNumberBytes.Span).Chunk(2).Select(static pair => new string(pair)));

    /// <summary>Such as SHA256WITHRSA.</summary>
    public static string SignatureAlgorithm(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.5" => "SHA1WITHRSA",
        "1.2.840.113549.1.1.11" => "SHA256WITHRSA",
        "1.2.840.113549.1.1.12" => "SHA384WITHRSA",
        "1.2.840.113549.1.1.13" => "SHA512WITHRSA",
        "1.2.840.10045.4.3.2" => "SHA256WITHECDSA",
        "1.2.840.10045.4.3.3" => "SHA384WITHECDSA",
        "1.2.840.10045.4.3.4" => "SHA512WITHECDSA",
        _ => certificate.SignatureAlgorithm.FriendlyName ?? certificate.SignatureAlgorithm.Value ?? "UNKNOWN",
    };

    public static IEnumerable<string> KeyUsages(X509Certificate2 certificate)
    {
        var flags = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault()?.KeyUsages;
        return flags is null
            ? ["ANY"]
            : Usages.Where(usage => (flags.Value & usage.Flag) != X509KeyUsageFlags.None).Select(static usage => usage.Name);
    }

    public static IEnumerable<(string Name, string Oid)> ExtendedKeyUsages(X509Certificate2 certificate)
    {
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        return usages is null
            ? [("NONE", "")]
            : usages.EnhancedKeyUsages.OfType<Oid>().Select(static oid => (NameOf(oid.Value!), oid.Value!));
    }

    public static JsonNode Seconds(DateTimeOffset time) =>
        JsonValue.Create((time.ToUnixTimeMilliseconds() / 1000.0))!;

    public static JsonNode Seconds(DateTime time) => Seconds(new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero));

    public static string Status(CertificateDocument document, X509Certificate2 certificate, DateTimeOffset now) =>
        document.RevokedAt is not null ? "REVOKED" : now.UtcDateTime > certificate.NotAfter.ToUniversalTime() ? "EXPIRED" : "ISSUED";

    private static string NameOf(string oid) => oid switch
    {
        "1.3.6.1.5.5.7.3.1" => "TLS_WEB_SERVER_AUTHENTICATION",
        "1.3.6.1.5.5.7.3.2" => "TLS_WEB_CLIENT_AUTHENTICATION",
        "1.3.6.1.5.5.7.3.3" => "CODE_SIGNING",
        "1.3.6.1.5.5.7.3.4" => "EMAIL_PROTECTION",
        "1.3.6.1.5.5.7.3.5" => "IPSEC_END_SYSTEM",
        "1.3.6.1.5.5.7.3.6" => "IPSEC_TUNNEL",
        "1.3.6.1.5.5.7.3.7" => "IPSEC_USER",
        "1.3.6.1.5.5.7.3.8" => "TIME_STAMPING",
        "1.3.6.1.5.5.7.3.9" => "OCSP_SIGNING",
        "2.5.29.37.0" => "ANY",
        _ => "CUSTOM",
    };
}
