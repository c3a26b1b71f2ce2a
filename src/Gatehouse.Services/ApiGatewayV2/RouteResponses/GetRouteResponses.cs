using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RouteResponses;

internal sealed class GetRouteResponses(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenAsync(call, cancellationToken)).OnlyWebSocket(RouteResponseInput.What);
        var route = await api.RouteAsync(call, cancellationToken);
        var all = await api.ListBelowAsync<RouteResponseV2Document>(route.Value.RouteId, cancellationToken);
        return PageV2.Of(
            all.Select(static response => response.Value),
            static response => response.RouteResponseId,
            ApiV2Json.Default.RouteResponseV2Document,
            call.Input);
    }
}
