using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.Acm;

/// <summary>Certificates as DescribeCertificate and ListCertificates show them.</summary>
internal static class CertificateShape
{
    private const int NamesInSummaries = 100;

    public static JsonObject Detail(
        DocumentScope scope, CertificateDocument document, IEnumerable<string> users, DateTimeOffset now)
    {
        using var certificate = X509Certificate2.CreateFromPem(document.Certificate);
        var shape = Both(scope, document, certificate, now);
        shape["SubjectAlternativeNames"] = Array(CertificateNames.Of(certificate));
        shape["Serial"] = CertificateText.Serial(certificate);
        shape["Subject"] = certificate.Subject;
        shape["Issuer"] = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true);
        shape["SignatureAlgorithm"] = CertificateText.SignatureAlgorithm(certificate);
        shape["InUseBy"] = Array(users);
        shape["KeyUsages"] = new JsonArray([.. CertificateText.KeyUsages(certificate).Select(
            static name => new JsonObject { ["Name"] = name })]);
        shape["ExtendedKeyUsages"] = new JsonArray([.. CertificateText.ExtendedKeyUsages(certificate).Select(
            static usage => new JsonObject { ["Name"] = usage.Name, ["OID"] = usage.Oid })]);
        shape["Options"] = new JsonObject
        {
            ["CertificateTransparencyLoggingPreference"] = document.TransparencyLogging ?? "DISABLED",
            ["Export"] = document.IsExportable ? "ENABLED" : "DISABLED",
        };
        if (document.RevocationReason is { } reason)
        {
            shape["RevocationReason"] = reason;
        }

        if (document.Type == CertificateDocument.Issued)
        {
            var validations = Validations(scope, document, CertificateNames.Of(certificate));
            if (document.RenewedAt is { } renewed)
            {
                shape["RenewalSummary"] = new JsonObject
                {
                    ["RenewalStatus"] = "SUCCESS",
                    ["DomainValidationOptions"] = validations.DeepClone(),
                    ["UpdatedAt"] = CertificateText.Seconds(renewed),
                };
            }

            shape["DomainValidationOptions"] = validations;
        }

        return shape;
    }

    public static JsonObject Summary(
        DocumentScope scope, CertificateDocument document, X509Certificate2 certificate, bool isUsed, DateTimeOffset now)
    {
        var shape = Both(scope, document, certificate, now);
        var names = CertificateNames.Of(certificate);
        shape["SubjectAlternativeNameSummaries"] = Array(names.Take(NamesInSummaries));
        shape["HasAdditionalSubjectAlternativeNames"] = names.Count > NamesInSummaries;
        shape["KeyUsages"] = Array(CertificateText.KeyUsages(certificate));
        shape["ExtendedKeyUsages"] = Array(CertificateText.ExtendedKeyUsages(certificate).Select(static usage => usage.Name));
        shape["ExportOption"] = document.IsExportable ? "ENABLED" : "DISABLED";
        shape["Exported"] = document.IsExported;
        shape["InUse"] = isUsed;
        return shape;
    }

    /// <summary>
    /// The record by which ACM would know the owner of a name. It is shown for tools that put it into the DNS; the house
    /// asks nobody.
    /// </summary>
    private static JsonObject Validation(DocumentScope scope, CertificateDocument document, string name)
    {
        var bare = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.Account} {bare}")));
        var validation = new JsonObject
        {
            ["DomainName"] = name,
            ["ValidationDomain"] = name,
            ["ValidationStatus"] = "SUCCESS",
            ["ValidationMethod"] = document.ValidationMethod ?? "DNS",
        };
        if (document.ValidationMethod != "EMAIL")
        {
            validation["ResourceRecord"] = new JsonObject
            {
                ["Name"] = $"_{hash[..32]}.{bare}.",
                ["Type"] = "CNAME",
                ["Value"] = $"_{hash[32..]}.{hash[10..20]}.acm-validations.aws.",
            };
        }

        return validation;
    }

    private static JsonArray Validations(DocumentScope scope, CertificateDocument document, IEnumerable<string> names) =>
        new([.. names.Select(name => Validation(scope, document, name))]);

    private static JsonObject Both(
        DocumentScope scope, CertificateDocument document, X509Certificate2 certificate, DateTimeOffset now)
    {
        var isIssued = document.Type == CertificateDocument.Issued;
        var shape = new JsonObject
        {
            ["CertificateArn"] = CertificateDocument.ArnOf(scope, document.Id),
            ["DomainName"] = document.DomainName,
            ["Status"] = CertificateText.Status(document, certificate, now),
            ["Type"] = document.Type,
            ["KeyAlgorithm"] = KeyAlgorithms.Of(certificate) ?? "RSA_2048",
            ["RenewalEligibility"] = isIssued ? "ELIGIBLE" : "INELIGIBLE",
            ["CertificateKeyPairOrigin"] = isIssued ? "AWS_MANAGED" : "CUSTOMER_PROVIDED",
            ["NotBefore"] = CertificateText.Seconds(certificate.NotBefore),
            ["NotAfter"] = CertificateText.Seconds(certificate.NotAfter),
            ["CreatedAt"] = CertificateText.Seconds(document.CreatedAt),
            [isIssued ? "IssuedAt" : "ImportedAt"] = CertificateText.Seconds(document.ChangedAt),
        };
        if (document.ManagedBy is { } manager)
        {
            shape["ManagedBy"] = manager;
        }

        if (document.RevokedAt is { } revoked)
        {
            shape["RevokedAt"] = CertificateText.Seconds(revoked);
        }

        return shape;
    }

    private static JsonArray Array(IEnumerable<string> texts) =>
        new([.. texts.Select(static text => (JsonNode)JsonValue.Create(text)!)]);
}
