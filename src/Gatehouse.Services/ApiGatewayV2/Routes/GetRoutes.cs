using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Routes;

internal sealed class GetRoutes(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
        return PageV2.Of(
            routes.Select(static route => route.Value),
            static route => route.RouteId,
            ApiV2Json.Default.RouteV2Document,
            call.Input);
    }
}
