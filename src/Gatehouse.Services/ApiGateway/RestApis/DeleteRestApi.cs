using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>
/// Deletes an API with everything below it (rest-control-plane §3.1). Stages and deployments never block it.
/// </summary>
internal sealed class DeleteRestApi(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        if (await DomainNameStore.DomainsOfAsync(store, call.Scope, api.Id, stage: null, cancellationToken)
            is { Count: > 0 } domains)
        {
            throw ApiGatewayFaults.BadRequest(
                $"Deleting RestApi {api.Id} failed. Please remove all base path mappings related to the RestApi in your "
                + $"domains: {string.Join(", ", domains)}");
        }

        var batch = api.Remove();
        await DeleteAllAsync<StageDocument>(api, batch, cancellationToken);
        await DeleteAllAsync<StageCacheEditionDocument>(api, batch, cancellationToken);
        foreach (var deployment in await DeleteAllAsync<DeploymentDocument>(api, batch, cancellationToken))
        {
            // By the deployment's id: listing snapshots would read whole APIs.
            batch.DeleteIfPresent<DeploymentSnapshotDocument>(deployment);
        }

        await DeleteAllAsync<ResourceDocument>(api, batch, cancellationToken);
        await DeleteAllAsync<ModelDocument>(api, batch, cancellationToken);
        await DeleteAllAsync<RequestValidatorDocument>(api, batch, cancellationToken);
        await DeleteAllAsync<AuthorizerDocument>(api, batch, cancellationToken);
        await DeleteAllAsync<GatewayResponseDocument>(api, batch, cancellationToken);
        await DeleteAllAsync<DocumentationPartDocument>(api, batch, cancellationToken);
        foreach (var version in await DeleteAllAsync<DocumentationVersionDocument>(api, batch, cancellationToken))
        {
            batch.DeleteIfPresent<DocumentationSnapshotDocument>(version);
        }

        await StageDetachment.AddAsync(batch, store.Documents, api.Id, stage: null, cancellationToken);
        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }

    private static async ValueTask<List<string>> DeleteAllAsync<T>(
        OpenedApi api, DocumentBatch batch, CancellationToken cancellationToken)
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
