using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.IntegrationResponses;

internal sealed class DeleteIntegrationResponse(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenForEditAsync(call, cancellationToken)).OnlyWebSocket(IntegrationResponseInput.What);
        var response = await IntegrationResponseInput.FindAsync(api, call, cancellationToken);
        await api.CommitAndDeployAsync(api.Edit().Delete(response), routesAfter: null, cancellationToken);
        return OperationOutput.Empty;
    }
}
