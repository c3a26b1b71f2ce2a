using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNames;

/// <summary>Deletes a domain with its mappings and routing rules (rest-control-plane §3.1).</summary>
internal sealed class DeleteDomainName(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameStore.FindAsync(store, call, cancellationToken);
        if (domain.Value.DomainNameArn is { } arn)
        {
            var associations = await store.Documents.ListAsync<DomainNameAccessAssociationDocument>(
                call.Scope, "", cancellationToken);
            if (associations.Any(one => one.Value.DomainNameArn == arn))
            {
                throw ApiGatewayFaults.BadRequest(
                    "Cannot delete a domain name that has domain name access associations");
            }
        }

        var batch = new DocumentBatch(call.Scope)
            .Delete(domain)
            .DeleteIfPresent<DomainCertificateDocument>(domain.Id)
            .DeleteIfPresent<TruststoreDocument>(domain.Id);
        foreach (var mapping in await DomainNameStore.MappingsAsync(store, call.Scope, domain.Id, cancellationToken))
        {
            batch.Delete(mapping);
        }

        foreach (var rule in await store.Documents.ListAsync<RoutingRuleDocument>(
            call.Scope, domain.Id + "/", cancellationToken))
        {
            batch.Delete(rule);
        }

        await store.Documents.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
