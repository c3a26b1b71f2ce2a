using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.Projects;

/// <summary>
/// A definition that was of the other kind before the last save: both kinds share the ids, so the former API goes in the
/// commit that brings the new one.
/// </summary>
internal static class ProjectKind
{
    public static async ValueTask RemoveHttpApiAsync(
        DocumentBatch batch, IDocumentStore store, string apiId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync<ApiV2Document>(batch.Scope, apiId, cancellationToken) is null)
        {
            return;
        }

        batch.DeleteIfPresent<ApiV2Document>(apiId).DeleteIfPresent<ApiV2EditionDocument>(apiId);
        await RemoveAsync<StageV2Document>(batch, store, apiId, cancellationToken);
        await RemoveAsync<StageCacheEditionV2Document>(batch, store, apiId, cancellationToken);
        await RemoveAsync<DeploymentSnapshotV2Document>(batch, store, apiId, cancellationToken);
        await RemoveAsync<DeploymentV2Document>(batch, store, apiId, cancellationToken);
        await RemoveAsync<RouteV2Document>(batch, store, apiId, cancellationToken);
        await RemoveAsync<IntegrationV2Document>(batch, store, apiId, cancellationToken);
        await RemoveAsync<AuthorizerV2Document>(batch, store, apiId, cancellationToken);
    }

    public static async ValueTask RemoveRestApiAsync(
        DocumentBatch batch, IDocumentStore store, string apiId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync<RestApiDocument>(batch.Scope, apiId, cancellationToken) is null)
        {
            return;
        }

        batch.DeleteIfPresent<RestApiDocument>(apiId).DeleteIfPresent<RestApiEditionDocument>(apiId);
        await RemoveAsync<StageDocument>(batch, store, apiId, cancellationToken);
        await RemoveAsync<StageCacheEditionDocument>(batch, store, apiId, cancellationToken);
        await RemoveAsync<DeploymentSnapshotDocument>(batch, store, apiId, cancellationToken);
        await RemoveAsync<DeploymentDocument>(batch, store, apiId, cancellationToken);
        await RemoveAsync<ResourceDocument>(batch, store, apiId, cancellationToken);
        await RemoveAsync<ModelDocument>(batch, store, apiId, cancellationToken);
        await RemoveAsync<RequestValidatorDocument>(batch, store, apiId, cancellationToken);
        await RemoveAsync<AuthorizerDocument>(batch, store, apiId, cancellationToken);
        await RemoveAsync<GatewayResponseDocument>(batch, store, apiId, cancellationToken);
        await RemoveAsync<DocumentationPartDocument>(batch, store, apiId, cancellationToken);
    }

    private static async ValueTask RemoveAsync<T>(
        DocumentBatch batch, IDocumentStore store, string apiId, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        foreach (var part in await store.ListAsync<T>(batch.Scope, apiId + "/", cancellationToken))
        {
            batch.DeleteIfPresent<T>(part.Id);
        }
    }
}
