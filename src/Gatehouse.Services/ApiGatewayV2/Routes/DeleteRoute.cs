using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Routes;

internal sealed class DeleteRoute(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var route = await api.RouteAsync(call, cancellationToken);
        var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
        var batch = api.Edit().Delete(route);
        foreach (var response in await api.ListBelowAsync<RouteResponseV2Document>(
            route.Value.RouteId, cancellationToken))
        {
            batch.Delete(response);
        }

        await api.CommitAndDeployAsync(batch, routes.Length - 1, cancellationToken);
        return OperationOutput.Empty;
    }
}
