using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Services.Acm;

/// <summary>
/// Renews what the house's authority issued, before it ends (ACM: 60 days). The new one has the same ARN; listeners follow
/// the store and show it from the next handshake on.
/// </summary>
public sealed class CertificateRenewal(IDocumentStore documents, IIdSource ids, TimeProvider time, ILogger logger)
{
    private readonly AcmRoom _room = new(documents, ids, time);

    /// <summary>Renews all that are due; one that cannot be renewed does not keep the others from it.</summary>
    /// <returns>How many were renewed.</returns>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken)
    {
        var renewed = 0;
        foreach (var (scope, found) in await documents.ListAllAsync<CertificateDocument>(cancellationToken))
        {
            try
            {
                using var certificate = X509Certificate2.CreateFromPem(found.Value.Certificate);
                var left = certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime;
                if (found.Value.Type == CertificateDocument.Issued && found.Value.RevokedAt is null
                    && left < CertificateLimits.RenewalLead)
                {
                    await RenewAsync(_room, scope, found, cancellationToken);
                    logger.CertificateRenewed(found.Id, found.Value.DomainName);
                    renewed++;
                }
                else if (left < CertificateLimits.RenewalLead)
                {
                    logger.CertificateEnds(found.Id, found.Value.DomainName, certificate.NotAfter);
                }
            }
            catch (Exception exception) when (exception is DocumentConflictException or CryptographicException)
            {
                logger.CertificateNotRenewed(exception, found.Id, found.Value.DomainName);
            }
        }

        return renewed;
    }

    internal static async ValueTask RenewAsync(
        AcmRoom room, DocumentScope scope, Versioned<CertificateDocument> found, CancellationToken cancellationToken)
    {
        using var before = X509Certificate2.CreateFromPem(found.Value.Certificate);
        var issued = await room.Authority.IssueAsync(
            CertificateNames.Of(before), KeyAlgorithms.Of(before) ?? KeyAlgorithms.Rsa2048, cancellationToken);
        await room.Documents.CommitAsync(
            new DocumentBatch(scope)
                .Replace(found, found.Value with
                {
                    Certificate = issued.Certificate, Chain = issued.Chain, ChangedAt = room.Now, RenewedAt = room.Now,
                })
                .Upsert(found.Id, new CertificateKeyDocument { PrivateKey = issued.PrivateKey }),
            cancellationToken);
    }
}

internal static partial class AcmLog
{
    [LoggerMessage(5901, LogLevel.Information, "Renewed the certificate {Id} of {Name}")]
    public static partial void CertificateRenewed(this ILogger logger, string id, string name);

    [LoggerMessage(5902, LogLevel.Warning, "The certificate {Id} of {Name} ends at {End} and has to be imported anew")]
    public static partial void CertificateEnds(this ILogger logger, string id, string name, DateTime end);

    [LoggerMessage(5903, LogLevel.Error, "The certificate {Id} of {Name} was not renewed; the next run tries again")]
    public static partial void CertificateNotRenewed(this ILogger logger, Exception exception, string id, string name);
}
