using System.Collections.Immutable;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>What every operation of ACM reaches for.</summary>
internal sealed class AcmRoom(IDocumentStore documents, IIdSource ids, TimeProvider time)
{
    private const string Prefix = "certificate/";

    public IDocumentStore Documents { get; } = documents;

    public IIdSource Ids { get; } = ids;

    public LocalAuthority Authority { get; } = new(documents, time);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The certificate that the call names; of its own account and region only.</summary>
    public async ValueTask<Versioned<CertificateDocument>> FindAsync(
        OperationCall call, CancellationToken cancellationToken, string member = "CertificateArn")
    {
        var text = call.Input.RequiredString(member);
        if (!Arn.TryParse(text, out var arn) || arn.Service != "acm"
            || !arn.Resource.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw AcmFaults.Arn(text);
        }

        return arn.Account == call.Scope.Account && arn.Region == call.Scope.Region
            && await Documents.FindAsync<CertificateDocument>(call.Scope, arn.Resource[Prefix.Length..], cancellationToken) is { } found
                ? found
                : throw AcmFaults.NotFound(text);
    }

    /// <exception cref="Wire.Faults.ServiceFaultException">The account has as many as it may.</exception>
    public async ValueTask CheckRoomAsync(DocumentScope scope, CancellationToken cancellationToken)
    {
        if ((await Documents.ListAsync<CertificateDocument>(scope, "", cancellationToken)).Length >= CertificateLimits.PerRegion)
        {
            throw Full();
        }
    }

    public static Wire.Faults.ServiceFaultException Full() => AcmFaults.Exceeded(
        $"Error: you have reached your limit of {CertificateLimits.PerRegion} certificates in the region.");

    /// <summary>
    /// The ARNs of what uses a certificate. Differs from AWS: the custom domains themselves, where AWS names the load
    /// balancers and distributions behind them.
    /// </summary>
    public async ValueTask<ILookup<string, string>> UsersAsync(DocumentScope scope, CancellationToken cancellationToken)
    {
        var domains = await Documents.ListAllAsync<DomainNameDocument>(cancellationToken);
        return domains.Where(domain => domain.Scope.Account == scope.Account)
            .SelectMany(domain => ArnsOf(domain.Document.Value).Select(arn => (
                Certificate: arn,
                Domain: $"arn:aws:apigateway:{domain.Scope.Region}::/domainnames/{domain.Document.Value.DomainName}")))
            .ToLookup(static use => use.Certificate, static use => use.Domain, StringComparer.Ordinal);
    }

    private static ImmutableArray<string> ArnsOf(DomainNameDocument domain) =>
    [
        .. new[] { domain.CertificateArn, domain.RegionalCertificateArn, domain.OwnershipVerificationCertificateArn }
            .OfType<string>().Distinct(StringComparer.Ordinal),
    ];
}
