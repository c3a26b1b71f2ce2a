using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.ApiGatewayV2.Apis;

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
        await ApiV2Parts.DeleteAsync(batch, store, apiId, cancellationToken);
    }

    public static async ValueTask RemoveRestApiAsync(
        DocumentBatch batch, IDocumentStore store, string apiId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync<RestApiDocument>(batch.Scope, apiId, cancellationToken) is null)
        {
            return;
        }

        batch.DeleteIfPresent<RestApiDocument>(apiId).DeleteIfPresent<RestApiEditionDocument>(apiId);
        await RestApiParts.DeleteAsync(batch, store, apiId, cancellationToken);
    }
}
