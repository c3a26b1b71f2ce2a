using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>
/// Deletes an API with everything below it (http-api §3.1). One that a domain leads to stays, with version 1's words
/// (unconfirmed).
/// </summary>
internal sealed class DeleteApi(ApiV2Store store, RestApiStore restApis) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        if (await DomainNameStore.DomainsOfAsync(restApis, call.Scope, api.Id, stage: null, cancellationToken)
            is { Count: > 0 } domains)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Deleting API {api.Id} failed. Please remove all base path mappings related to the API in your "
                + $"domains: {string.Join(", ", domains)}");
        }

        var batch = api.Remove();
        await DeleteAllAsync<StageV2Document>(api, batch, cancellationToken);
        await DeleteAllAsync<StageCacheEditionV2Document>(api, batch, cancellationToken);
        foreach (var deployment in await DeleteAllAsync<DeploymentV2Document>(api, batch, cancellationToken))
        {
            // By the deployment's id: listing snapshots would read whole APIs.
            batch.DeleteIfPresent<DeploymentSnapshotV2Document>(deployment);
        }

        await DeleteAllAsync<RouteV2Document>(api, batch, cancellationToken);
        await DeleteAllAsync<RouteResponseV2Document>(api, batch, cancellationToken);
        await DeleteAllAsync<IntegrationV2Document>(api, batch, cancellationToken);
        await DeleteAllAsync<IntegrationResponseV2Document>(api, batch, cancellationToken);
        await DeleteAllAsync<AuthorizerV2Document>(api, batch, cancellationToken);
        await DeleteAllAsync<ModelV2Document>(api, batch, cancellationToken);
        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }

    private static async ValueTask<List<string>> DeleteAllAsync<T>(
        OpenedApiV2 api, DocumentBatch batch, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        var deleted = new List<string>();
        foreach (var part in await api.ListAsync<T>(cancellationToken))
        {
            batch.DeleteIfPresent<T>(part.Id);
            deleted.Add(part.Id);
        }

        return deleted;
    }
}
