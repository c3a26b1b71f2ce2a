using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RouteResponses;

internal sealed class DeleteRouteResponse(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenForEditAsync(call, cancellationToken)).OnlyWebSocket(RouteResponseInput.What);
        var response = await RouteResponseInput.FindAsync(api, call, cancellationToken);
        await api.CommitAndDeployAsync(api.Edit().Delete(response), routesAfter: null, cancellationToken);
        return OperationOutput.Empty;
    }
}
