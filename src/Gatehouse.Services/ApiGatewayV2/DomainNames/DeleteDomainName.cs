using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.DomainNames;

/// <summary>Deletes a domain with its mappings and rules (http-api §3.8).</summary>
internal sealed class DeleteDomainName(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameV2Store.FindAsync(store, call, cancellationToken);
        var batch = new DocumentBatch(call.Scope)
            .Delete(domain)
            .DeleteIfPresent<DomainCertificateDocument>(domain.Id)
            .DeleteIfPresent<TruststoreDocument>(domain.Id);
        foreach (var mapping in await DomainNameV2Store.MappingsAsync(store, call.Scope, domain.Id, cancellationToken))
        {
            batch.Delete(mapping);
        }

        foreach (var rule in await DomainNameV2Store.RulesAsync(store, call.Scope, domain.Id, cancellationToken))
        {
            batch.Delete(rule);
        }

        await store.Documents.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
