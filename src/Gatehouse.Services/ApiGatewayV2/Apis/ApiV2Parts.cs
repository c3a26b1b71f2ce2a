using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>Everything that is stored below an HTTP or WebSocket API and goes with it (http-api §3.1).</summary>
internal static class ApiV2Parts
{
    public static async ValueTask DeleteAsync(
        DocumentBatch batch, IDocumentStore store, string apiId, CancellationToken cancellationToken)
    {
        await batch.DeletePartsAsync<StageV2Document>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<StageCacheEditionV2Document>(store, apiId, cancellationToken);
        foreach (var deployment in await batch.DeletePartsAsync<DeploymentV2Document>(store, apiId, cancellationToken))
        {
            // By the deployment's id: listing snapshots would read whole APIs.
            batch.DeleteIfPresent<DeploymentSnapshotV2Document>(deployment);
        }

        await batch.DeletePartsAsync<RouteV2Document>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<RouteResponseV2Document>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<IntegrationV2Document>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<IntegrationResponseV2Document>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<AuthorizerV2Document>(store, apiId, cancellationToken);
        await batch.DeletePartsAsync<ModelV2Document>(store, apiId, cancellationToken);
    }
}
