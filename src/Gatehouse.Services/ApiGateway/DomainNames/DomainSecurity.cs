using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNames;

/// <summary>
/// Checks the certificates that a domain names, and fetches the bundle of mutual TLS, whenever either is changed (security
/// §9.1, §9.6). Texts without a source there are ours.
/// </summary>
internal sealed class DomainSecurity(IDocumentStore documents, ITruststoreReader? truststores, TimeProvider time)
{
    private const string Prefix = "certificate/";

    public static DomainSecurity Of(ControlPlaneOptions options) => new(options.Documents, options.Truststores, options.Time);

    /// <param name="scope">Whose domain.</param>
    /// <param name="domain">As the caller wants it.</param>
    /// <param name="before">As it was; <see langword="null"/> when it is made.</param>
    /// <param name="reloads">The caller named the truststore again: it is fetched anew, even from the same place.</param>
    /// <param name="batch">Takes the bundle along.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The domain with the warnings about its bundle.</returns>
    public async ValueTask<DomainNameDocument> SettleAsync(
        DocumentScope scope, DomainNameDocument domain, DomainNameDocument? before, bool reloads, DocumentBatch batch,
        CancellationToken cancellationToken)
    {
        await CheckCertificatesAsync(domain, cancellationToken);
        if (domain.MutualTlsAuthentication is not { TruststoreUri: { } uri } mutual)
        {
            batch.DeleteIfPresent<TruststoreDocument>(domain.Key());
            return domain;
        }

        if (truststores is null || (!reloads && before?.MutualTlsAuthentication == mutual))
        {
            return domain;
        }

        var pem = await ReadAsync(uri, mutual.TruststoreVersion, scope.Region, cancellationToken);
        if (Truststore.TryParse(pem, out var truststore) is { } fault)
        {
            throw ApiGatewayFaults.BadRequest(fault);
        }

        batch.Upsert(domain.Key(), new TruststoreDocument { Uri = uri, Version = mutual.TruststoreVersion, Pem = pem });
        var warnings = truststore!.Warnings(time.GetUtcNow());
        return domain with
        {
            MutualTlsAuthentication = mutual with { TruststoreWarnings = warnings.IsEmpty ? null : warnings },
        };
    }

    private async Task<string> ReadAsync(string uri, string? version, string region, CancellationToken cancellationToken)
    {
        try
        {
            return await truststores!.ReadAsync(uri, version, region, cancellationToken);
        }
        catch (TruststoreUnreadableException exception)
        {
            throw ApiGatewayFaults.BadRequest(exception.Message);
        }
    }

    private async ValueTask CheckCertificatesAsync(DomainNameDocument domain, CancellationToken cancellationToken)
    {
        var isImported = false;
        foreach (var arn in new[] { domain.RegionalCertificateArn, domain.CertificateArn })
        {
            if (await FindAsync(arn, cancellationToken) is { } certificate)
            {
                Check(certificate, domain.DomainName);
                isImported |= certificate.Type == CertificateDocument.Imported;
            }
        }

        if (domain.MutualTlsAuthentication is null)
        {
            return;
        }

        if (isImported && domain.OwnershipVerificationCertificateArn is null)
        {
            throw ApiGatewayFaults.BadRequest("Missing ownershipVerificationCertificate.");
        }

        if (await FindAsync(domain.OwnershipVerificationCertificateArn, cancellationToken) is { } proof)
        {
            Check(proof, domain.DomainName);
            if (proof.Type != CertificateDocument.Issued)
            {
                throw ApiGatewayFaults.BadRequest("The ownershipVerificationCertificate must be a certificate that ACM issued.");
            }
        }
    }

    /// <summary>
    /// Differs from AWS: a certificate that this server does not have is accepted as given, since stacks name certificates of
    /// accounts that live elsewhere; the listener shows its own then.
    /// </summary>
    private async ValueTask<CertificateDocument?> FindAsync(string? text, CancellationToken cancellationToken)
    {
        if (text is null || !Arn.TryParse(text, out var arn) || !arn.Resource.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var found = await documents.FindAsync<CertificateDocument>(
            new DocumentScope(arn.Account, arn.Region), arn.Resource[Prefix.Length..], cancellationToken);
        return found?.Value;
    }

    private void Check(CertificateDocument document, string domain)
    {
        using var certificate = X509Certificate2.CreateFromPem(document.Certificate);
        var now = time.GetUtcNow().UtcDateTime;
        if (document.RevokedAt is not null || now > certificate.NotAfter.ToUniversalTime()
            || now < certificate.NotBefore.ToUniversalTime())
        {
            throw ApiGatewayFaults.BadRequest("The provided certificate is not valid now: it was revoked, or its dates do not fit.");
        }

        if (!CertificateNames.Of(certificate).Any(name => CertificateNames.Covers(name, domain)))
        {
            throw ApiGatewayFaults.BadRequest("The domain name to be created is not covered by the provided certificate.");
        }

        if (KeyAlgorithms.Of(certificate) is not ("RSA_2048" or "RSA_3072" or "RSA_4096" or KeyAlgorithms.P256 or KeyAlgorithms.P384))
        {
            throw ApiGatewayFaults.BadRequest(
                "The provided certificate's key is not supported; it must be RSA of 2048 bits or more, EC_prime256v1 or EC_secp384r1.");
        }
    }
}
