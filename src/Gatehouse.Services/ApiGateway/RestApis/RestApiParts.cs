using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.UsagePlans;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>Everything that is stored below a REST API and goes with it (rest-control-plane §3.1).</summary>
internal static class RestApiParts
{
    public static async ValueTask DeleteAsync(
        DocumentBatch batch, IDocumentStore store, string apiId, CancellationToken cancellationToken)
    {
        await batch.DeletePartsAsync<StageDocument>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<StageCacheEditionDocument>(store, apiId, cancellationToken);
        foreach (var deployment in await batch.DeletePartsAsync<DeploymentDocument>(store, apiId, cancellationToken))
        {
            // By the deployment's id: listing snapshots would read whole APIs.
            batch.DeleteIfPresent<DeploymentSnapshotDocument>(deployment);
        }

        await batch.DeletePartsAsync<ResourceDocument>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<ModelDocument>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<RequestValidatorDocument>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<AuthorizerDocument>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<GatewayResponseDocument>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<DocumentationPartDocument>(store, apiId, cancellationToken);
        foreach (var version in
            await batch.DeletePartsAsync<DocumentationVersionDocument>(store, apiId, cancellationToken))
        {
            batch.DeleteIfPresent<DocumentationSnapshotDocument>(version);
        }

        await StageDetachment.AddAsync(batch, store, apiId, stage: null, cancellationToken);
    }
}
