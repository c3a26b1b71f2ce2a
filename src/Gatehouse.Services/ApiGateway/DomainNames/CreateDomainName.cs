using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNames;

/// <summary>
/// Makes a custom domain, AVAILABLE at once (rest-control-plane §2.21, §8). Public names are unique on a whole server,
/// since a Host header names no account.
/// </summary>
internal sealed class CreateDomainName(
    RestApiStore store, RestApiQuotas quotas, IIdSource ids, TimeProvider time, DomainSecurity security)
    : IOperation
{
    private const int PrivateIdLength = 10;

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var upload = ReadUpload(call.Input);
        var domain = Read(call);
        DomainNameRules.CheckCertificates(domain, upload is not null, call.Scope);
        DomainNameRules.CheckSecurity(domain);
        CheckPolicy(domain);
        domain = DomainNameTargets.Complete(domain, ids, call.Scope, time.GetUtcNow());
        await CheckFreeAsync(domain, call.Scope, cancellationToken);

        var batch = new DocumentBatch(call.Scope);
        domain = await security.SettleAsync(call.Scope, domain, before: null, reloads: true, batch, cancellationToken);
        batch.Create(domain.Key(), domain);
        if (upload is not null)
        {
            batch.Create(domain.Key(), upload);
        }

        await store.Documents.CommitAsync(batch, cancellationToken);
        return DomainNameShape.Output(domain);
    }

    private DomainNameDocument Read(OperationCall call)
    {
        var input = call.Input;
        var name = DomainNameRules.CheckName(input.FindString("domainName"));
        var endpoint = EndpointRules.Complete(
            input.Find("endpointConfiguration", RestApiJson.Default.EndpointConfiguration));
        var id = endpoint.Types[0] == EndpointRules.Private ? ids.AlphanumericId(PrivateIdLength) : null;
        return new DomainNameDocument
        {
            DomainName = name,
            DomainNameId = id,
            DomainNameArn = id is null ? null : DomainNameTargets.PrivateArn(call.Scope, name, id),
            CertificateName = input.FindString("certificateName"),
            CertificateArn = input.FindString("certificateArn"),
            RegionalCertificateName = input.FindString("regionalCertificateName"),
            RegionalCertificateArn = input.FindString("regionalCertificateArn"),
            EndpointConfiguration = endpoint,
            DomainNameStatus = "AVAILABLE",
            SecurityPolicy = input.FindString("securityPolicy") ?? DomainNameRules.DefaultSecurityPolicy,
            EndpointAccessMode = input.FindString("endpointAccessMode"),
            MutualTlsAuthentication = DomainNameRules.CheckTruststore(
                input.Find("mutualTlsAuthentication", DomainJson.Default.MutualTlsAuthentication)),
            OwnershipVerificationCertificateArn = input.FindString("ownershipVerificationCertificateArn"),
            Policy = input.FindString("policy"),
            RoutingMode = input.FindString("routingMode") ?? DomainNameRules.MappingsOnly,
            Tags = TagRules.Check(input.Find("tags", RestApiJson.Default.ImmutableSortedDictionaryStringString)),
        };
    }

    private static DomainCertificateDocument? ReadUpload(OperationInput input)
    {
        if (input.FindString("certificateBody") is not { Length: > 0 } body)
        {
            return null;
        }

        var upload = new DomainCertificateDocument
        {
            Body = body,
            PrivateKey = input.FindString("certificatePrivateKey") ?? string.Empty,
            Chain = input.FindString("certificateChain"),
        };
        DomainNameRules.CheckUpload(upload);
        return upload;
    }

    private static void CheckPolicy(DomainNameDocument domain)
    {
        if (domain.Policy is not null && !domain.IsPrivate())
        {
            throw ApiGatewayFaults.BadRequest("A policy can only be specified for private domain names");
        }
    }

    private async ValueTask CheckFreeAsync(
        DomainNameDocument domain, DocumentScope scope, CancellationToken cancellationToken)
    {
        var all = await store.Documents.ListAllAsync<DomainNameDocument>(cancellationToken);
        if (!domain.IsPrivate() && all.Any(other => other.Document.Id == domain.DomainName))
        {
            throw ApiGatewayFaults.BadRequest("The domain name you provided already exists.");
        }

        var limit = domain.IsPrivate() ? quotas.PrivateDomainNames : quotas.PublicDomainNames;
        var used = all.Count(other => other.Scope == scope && other.Document.Value.IsPrivate() == domain.IsPrivate());
        if (used >= limit)
        {
            throw ApiGatewayFaults.AccountLimitExceeded("Domain Names");
        }
    }
}
