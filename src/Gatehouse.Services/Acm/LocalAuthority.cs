using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.Acm;

/// <summary>
/// The authority of the house: issues what is requested, at once. Made when it is first needed; its key is sealed in the
/// store. Differs from AWS: clients must be told to trust its root, which GetCertificate shows as the chain.
/// </summary>
internal sealed class LocalAuthority(IDocumentStore documents, TimeProvider time)
{
    private const int SerialBytes = 16;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <param name="names">The names that it stands for; the first is the subject's.</param>
    /// <param name="keyAlgorithm">As ACM names it; one that can be requested.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public async ValueTask<IssuedCertificate> IssueAsync(
        IReadOnlyList<string> names, string keyAlgorithm, CancellationToken cancellationToken)
    {
        var authority = await GetAsync(cancellationToken);
        using var root = X509Certificate2.CreateFromPem(authority.Certificate, authority.PrivateKey);
        using var rootKey = root.GetECDsaPrivateKey()!;
        using var key = KeyAlgorithms.Create(keyAlgorithm)
            ?? throw new InvalidOperationException($"No certificate is issued for a key of kind {keyAlgorithm}.");
        var request = RequestOf(names[0], key);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            key is RSA ? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.DigitalSignature,
            critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(ServerAuthentication), new Oid(ClientAuthentication)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            root, includeKeyIdentifier: true, includeIssuerAndSerial: false));

        var now = time.GetUtcNow();
        var end = now + CertificateLimits.Validity;
        var last = new DateTimeOffset(root.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        if (end > last)
        {
            end = last; // nothing outlives who issued it
        }

        using var leaf = request.Create(
            root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), now - CertificateLimits.Backdating, end, Serial());
        return new IssuedCertificate(leaf.ExportCertificatePem(), authority.Certificate, key.ExportPkcs8PrivateKeyPem());
    }

    private static CertificateRequest RequestOf(string name, AsymmetricAlgorithm key)
    {
        var subject = new X500DistinguishedNameBuilder();
        if (name.Length <= 64)
        {
            subject.AddCommonName(name); // RFC 5280, ub-common-name; longer ones stand among the alternatives only
        }

        return key is RSA rsa
            ? new CertificateRequest(subject.Build(), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject.Build(), (ECDsa)key, HashAlgorithmName.SHA256);
    }

    private async ValueTask<CertificateAuthorityDocument> GetAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await documents.FindAsync<CertificateAuthorityDocument>(
                CertificateAuthorityDocument.Scope, CertificateAuthorityDocument.OnlyId, cancellationToken);
            if (found is not null)
            {
                return found.Value;
            }

            try
            {
                await documents.CommitAsync(
                    new DocumentBatch(CertificateAuthorityDocument.Scope).Create(CertificateAuthorityDocument.OnlyId, Make()),
                    cancellationToken);
            }
            catch (DocumentConflictException)
            {
                // Another call was first: its authority is the one.
            }
        }
    }

    private CertificateAuthorityDocument Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serial = Serial();
        var request = new CertificateRequest(
            $"CN=Gatehouse local authority {Convert.ToHexStringLower(serial.AsSpan(0, 4))}, O=Gatehouse", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        using var root = request.CreateSelfSigned(
            now - CertificateLimits.Backdating, now + CertificateLimits.AuthorityValidity);
        return new CertificateAuthorityDocument
        {
            Certificate = root.ExportCertificatePem(), PrivateKey = key.ExportPkcs8PrivateKeyPem(),
        };
    }

    /// <summary>Positive, and not to be guessed (RFC 5280 §4.1.2.2).</summary>
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}

/// <summary>What the authority issued; all three in PEM.</summary>
internal sealed record IssuedCertificate(string Certificate, string Chain, string PrivateKey)
{
    /// <summary>A record prints its members; this one never does.</summary>
    public override string ToString() => nameof(IssuedCertificate);
}
