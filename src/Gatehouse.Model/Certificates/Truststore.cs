using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Model.Certificates;

/// <summary>
/// The authorities that a domain with mutual TLS believes, and the judgement over a client's certificate (security §9.1,
/// §9.2). Nothing is fetched: no issuer, no revocation list. What the client sent beside its certificate does not count.
/// </summary>
public sealed class Truststore
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>SHA-256 or stronger, with RSA (PKCS #1, PSS) or ECDSA.</summary>
    private static readonly FrozenSet<string> StrongSignatures = new[]
    {
        "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13",
        "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4",
    }.ToFrozenSet(StringComparer.Ordinal);

    private const string RsaPss = "1.2.840.113549.1.1.10";

    private readonly ImmutableArray<X509Certificate2> _roots;
    private readonly ImmutableArray<X509Certificate2> _intermediates;

    private Truststore(ImmutableArray<X509Certificate2> certificates)
    {
        _roots = [.. certificates.Where(IsSelfIssued)];
        _intermediates = [.. certificates.Where(static one => !IsSelfIssued(one))];
    }

    /// <param name="pem">Certificates, one after another.</param>
    /// <param name="truststore">The bundle, when there is no fault.</param>
    /// <returns>What is wrong with it, in API Gateway's words where they are known; otherwise <see langword="null"/>.</returns>
    public static string? TryParse(string pem, out Truststore? truststore)
    {
        ArgumentNullException.ThrowIfNull(pem);
        truststore = null;
        if (pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return "The truststore must hold certificates only; it holds a private key.";
        }

        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return "The truststore holds what is no PEM-encoded X.509 certificate.";
        }

        if (found.Count is 0 or > CertificateLimits.TruststoreCertificates)
        {
            return $"The truststore must hold 1 to {CertificateLimits.TruststoreCertificates} PEM-encoded certificates.";
        }

        // One issuer for each subject: otherwise which one speaks for it would depend on the order.
        var issuers = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var one in found)
        {
            var subject = Convert.ToHexString(one.SubjectName.RawData);
            if (!issuers.TryAdd(subject, one.IssuerName.RawData)
                && !issuers[subject].AsSpan().SequenceEqual(one.IssuerName.RawData))
            {
                return $"The certificate subject {one.Subject} conflicts with an existing certificate from a different issuer.";
            }
        }

        truststore = new Truststore([.. found]);
        return null;
    }

    /// <summary>What will keep certificates of the bundle from counting: told once, when the domain is changed.</summary>
    public ImmutableArray<string> Warnings(DateTimeOffset now)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        foreach (var one in _roots.Concat(_intermediates))
        {
            var what = now.UtcDateTime > one.NotAfter.ToUniversalTime() ? $"expired on {Day(one.NotAfter)}"
                : now.UtcDateTime < one.NotBefore.ToUniversalTime() ? $"is not valid before {Day(one.NotBefore)}"
                : !HasStrongKey(one) ? "has a key that is too weak"
                : !IsSelfIssued(one) && !HasStrongSignature(one) ? "has an insecure signature algorithm"
                : null;
            if (what is not null)
            {
                warnings.Add($"The certificate with subject {one.Subject} and serial number {one.SerialNumber} {what}.");
            }
        }

        return warnings.ToImmutable();
    }

    /// <returns>Why the certificate is refused, in the words of execution logs; <see langword="null"/> when it is good.</returns>
    public string? Refuse(X509Certificate2 certificate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (IsSelfIssued(certificate))
        {
            // One that stands in the bundle is believed by name (the guide); any other vouches for itself only.
            if (!_roots.Any(root => root.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)))
            {
                return "self signed certificate";
            }
        }

        if (!HasStrongSignature(certificate) || !HasStrongKey(certificate))
        {
            return "Client cert using an insecure Signature Algorithm";
        }

        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = now.UtcDateTime;
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        policy.CustomTrustStore.AddRange(_roots.ToArray());
        policy.ExtraStore.AddRange(_intermediates.ToArray());
        try
        {
            var isBuilt = chain.Build(certificate);
            return Judge(chain, isBuilt);
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    /// <summary>Both what Build returned and what it noted must be clean (security §11.14).</summary>
    private static string? Judge(X509Chain chain, bool isBuilt)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
        if (Has(status, X509ChainStatusFlags.NotTimeValid))
        {
            return "certificate has expired or is not yet valid";
        }

        if (Has(status, X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot))
        {
            return "Could not find issuer for certificate";
        }

        if (Has(status, X509ChainStatusFlags.NotValidForUsage))
        {
            return "unsupported certificate purpose";
        }

        if (!isBuilt || status != X509ChainStatusFlags.NoError)
        {
            return "certificate verify failed";
        }

        if (chain.ChainElements.Count > CertificateLimits.AuthoritiesInChain + 1)
        {
            return "certificate chain too long";
        }

        // The root vouches for itself: how it is signed says nothing.
        for (var i = 1; i < chain.ChainElements.Count; i++)
        {
            var authority = chain.ChainElements[i].Certificate;
            if (!HasStrongKey(authority) || (i < chain.ChainElements.Count - 1 && !HasStrongSignature(authority)))
            {
                return "Client cert using an insecure Signature Algorithm";
            }
        }

        return null;
    }

    private static bool Has(X509ChainStatusFlags status, X509ChainStatusFlags any) =>
        (status & any) != X509ChainStatusFlags.NoError;

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static bool HasStrongSignature(X509Certificate2 certificate) =>
        certificate.SignatureAlgorithm.Value is { } oid
        && (StrongSignatures.Contains(oid) || (oid == RsaPss && IsStrongPss(certificate)));

    /// <summary>The hash of RSASSA-PSS stands in its parameters; without any it is SHA-1 (RFC 4055 §3.1).</summary>
    private static bool IsStrongPss(X509Certificate2 certificate)
    {
        ReadOnlySpan<byte> sha2 = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
        var found = certificate.RawDataMemory.Span.LastIndexOf(sha2);
        return found >= 0 && certificate.RawDataMemory.Span[found + sha2.Length] is 1 or 2 or 3;
    }

    private static bool HasStrongKey(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
        {
            return rsa.KeySize >= CertificateLimits.RsaBits;
        }

        using var curve = certificate.GetECDsaPublicKey();
        return curve is not null && curve.KeySize >= CertificateLimits.CurveBits;
    }

    private static string Day(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
