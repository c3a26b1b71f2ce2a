using Gatehouse.Services.ApiGateway.DomainNames;
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
        await RestApiParts.DeleteAsync(batch, store.Documents, api.Id, cancellationToken);
        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
