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
        await ApiV2Parts.DeleteAsync(batch, store.Documents, api.Id, cancellationToken);
        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
