using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.DomainNames;

/// <summary>
/// Makes a custom domain, AVAILABLE at once (http-api §3.8). Names are unique on a whole server, since a Host header
/// names no account.
/// </summary>
internal sealed class CreateDomainName(ApiV2Store store, RestApiQuotas quotas, DomainSecurity security) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domain = DomainNameInput.Apply(call.Input, new DomainNameDocument
        {
            DomainName = DomainNameRules.CheckName(call.Input.FindString("DomainName")),
            EndpointConfiguration = EndpointRules.Complete(
                new EndpointConfiguration { Types = [EndpointRules.Regional] }),
            DomainNameStatus = "AVAILABLE",
            SecurityPolicy = DomainNameRules.DefaultSecurityPolicy,
            RoutingMode = DomainNameRules.MappingsOnly,
            Tags = TagRules.Check(call.Input.Map("Tags")),
        });
        DomainNameRules.CheckCertificates(domain, hasUpload: false, call.Scope);
        DomainNameRules.CheckSecurity(domain);
        domain = DomainNameTargets.Complete(domain, store.Ids, call.Scope, store.Time.GetUtcNow());
        var all = await store.Documents.ListAllAsync<DomainNameDocument>(cancellationToken);
        if (all.Any(other => other.Document.Id == domain.Key()))
        {
            throw ApiGatewayV2Faults.Conflict("The domain name you provided already exists.");
        }

        if (all.Count(other => other.Scope == call.Scope && !other.Document.Value.IsPrivate())
            >= quotas.PublicDomainNames)
        {
            throw ApiGatewayV2Faults.LimitExceeded("Domain Names", "account");
        }

        var batch = new DocumentBatch(call.Scope);
        domain = await security.SettleAsync(call.Scope, domain, before: null, reloads: true, batch, cancellationToken);
        await store.Documents.CommitAsync(batch.Create(domain.Key(), domain), cancellationToken);
        return DomainNameV2Shape.Output(domain, call.Scope);
    }
}
