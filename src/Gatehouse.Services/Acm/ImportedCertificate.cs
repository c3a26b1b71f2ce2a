using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gatehouse.Model.Certificates;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>
/// What ImportCertificate takes, checked: one certificate, its own key in the open, and the chain from its issuer up
/// (deployment-and-tools §2.3).
/// </summary>
internal sealed record ImportedCertificate(string Certificate, string? Chain, string PrivateKey, string DomainName)
{
    /// <summary>A record prints its members; this one never does.</summary>
    public override string ToString() => nameof(ImportedCertificate);

    /// <exception cref="Wire.Faults.ServiceFaultException">It cannot be used.</exception>
    public static ImportedCertificate Read(OperationInput input, DateTimeOffset now)
    {
        var body = Text(input, "Certificate", CertificateLimits.CertificateBytes)!;
        var keyText = Text(input, "PrivateKey", CertificateLimits.KeyBytes)!;
        var chainText = Text(input, "CertificateChain", CertificateLimits.ChainBytes);
        var leaves = Parse(body, "certificate");
        var chain = chainText is null ? [] : Parse(chainText, "certificate chain");
        try
        {
            if (leaves.Count != 1)
            {
                throw AcmFaults.Invalid(
                    "The certificate field contains more than one certificate. You can specify only one certificate in this field.");
            }

            var leaf = leaves[0];
            if (KeyAlgorithms.Of(leaf) is null)
            {
                throw AcmFaults.Invalid("The certificate's key algorithm is not supported.");
            }

            if (now.UtcDateTime > leaf.NotAfter.ToUniversalTime() || now.UtcDateTime < leaf.NotBefore.ToUniversalTime())
            {
                throw AcmFaults.Invalid("The certificate is not within its validity period.");
            }

            CheckChain(leaf, chain);
            var key = ReadKey(body, keyText);
            return new ImportedCertificate(
                leaf.ExportCertificatePem(),
                chain.Count == 0 ? null : string.Join('\n', chain.Select(static one => one.ExportCertificatePem())) + "\n",
                key,
                leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } common
                    ? common.ToLowerInvariant()
                    : CertificateNames.Of(leaf) is [var first, ..] ? first : string.Empty);
        }
        finally
        {
            leaves.ForEach(static one => one.Dispose());
            chain.ForEach(static one => one.Dispose());
        }
    }

    /// <summary>Each certificate must be signed by the next; the last one may be anybody's.</summary>
    private static void CheckChain(X509Certificate2 leaf, List<X509Certificate2> chain)
    {
        if (chain.Count == 0)
        {
            if (!IsIssuedBy(leaf, leaf))
            {
                throw AcmFaults.Invalid(
                    "Provided certificate is not a valid self signed. Please provide either a valid self-signed certificate or "
                    + "certificate chain.");
            }

            return;
        }

        var below = leaf;
        foreach (var issuer in chain)
        {
            if (!IsIssuedBy(below, issuer))
            {
                throw AcmFaults.Invalid("Could not validate the certificate with the certificate chain.");
            }

            below = issuer;
        }
    }

    private static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        if (!certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData))
        {
            return false;
        }

        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
                VerificationFlags = X509VerificationFlags.AllFlags & ~X509VerificationFlags.IgnoreInvalidBasicConstraints,
            },
        };
        chain.ChainPolicy.CustomTrustStore.Add(issuer);
        _ = chain.Build(certificate);
        return chain.ChainElements.Count >= 1
            && chain.ChainElements[^1].Certificate.RawDataMemory.Span.SequenceEqual(issuer.RawDataMemory.Span)
            && chain.ChainStatus.All(static status =>
                (status.Status & (X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.InvalidBasicConstraints))
                    == X509ChainStatusFlags.NoError);
    }

    private static string ReadKey(string certificate, string key)
    {
        if (key.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw AcmFaults.Invalid("The private key is encrypted. Only unencrypted private keys are supported.");
        }

        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, key);
            using var rsa = pair.GetRSAPrivateKey();
            using var curve = pair.GetECDsaPrivateKey();
            return rsa?.ExportPkcs8PrivateKeyPem() ?? curve?.ExportPkcs8PrivateKeyPem()
                ?? throw AcmFaults.Invalid("The private key is not supported.");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw AcmFaults.Invalid("The private key is not supported, or it is not the key of the certificate.");
        }
    }

    private static List<X509Certificate2> Parse(string pem, string what)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw AcmFaults.Invalid($"The {what} that is not valid PEM-encoded X.509 cannot be imported.");
        }

        return found.Count is > 0 and <= CertificateLimits.ChainLength && !pem.Contains("PRIVATE KEY", StringComparison.Ordinal)
            ? [.. found]
            : throw AcmFaults.Invalid($"The {what} must hold 1 to {CertificateLimits.ChainLength} PEM-encoded certificates and nothing else.");
    }

    private static string? Text(OperationInput input, string member, int limit)
    {
        if (input.FindString(member) is not { Length: > 0 } encoded)
        {
            return member == "CertificateChain" ? null : throw AcmFaults.Invalid($"1 validation error detected: Value at '{Camel(member)}' failed to satisfy constraint: Member must have length greater than or equal to 1");
        }

        var bytes = Convert.FromBase64String(encoded);
        return bytes.Length <= limit
            ? Encoding.UTF8.GetString(bytes)
            : throw AcmFaults.Invalid(
                $"1 validation error detected: Value at '{Camel(member)}' failed to satisfy constraint: Member must have length less than or equal to {limit}");
    }

    private static string Camel(string member) => char.ToLowerInvariant(member[0]) + member[1..];
}
