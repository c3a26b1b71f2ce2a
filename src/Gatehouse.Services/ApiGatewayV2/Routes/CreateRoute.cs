using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Routes;

internal sealed class CreateRoute(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
        var route = api.IsWebSocket
            ? await WebSocketAsync(api, call.Input, routes, cancellationToken)
            : await HttpAsync(api, call.Input, routes, cancellationToken);
        await RouteRules.CheckTargetAsync(api, route, cancellationToken);
        if (routes.Length >= quotas.RoutesPerApi)
        {
            throw ApiGatewayV2Faults.LimitExceeded("Routes");
        }

        await api.CommitAndDeployAsync(
            api.Edit().Create(api.PartId(route.RouteId), route), routes.Length + 1, cancellationToken);
        return OperationOutput.Of(route, ApiV2Json.Default.RouteV2Document);
    }

    private static async ValueTask<RouteV2Document> WebSocketAsync(
        OpenedApiV2 api, OperationInput input, ImmutableArray<Versioned<RouteV2Document>> routes,
        CancellationToken cancellationToken)
    {
        var route = WebSocketRouteRules.Create(input, api.Store.NewRouteId());
        WebSocketRouteRules.CheckUnique(route, routes.Select(static one => one.Value));
        await WebSocketRouteRules.CheckAuthorizerAsync(api, route, cancellationToken);
        return route;
    }

    private static async ValueTask<RouteV2Document> HttpAsync(
        OpenedApiV2 api, OperationInput input, ImmutableArray<Versioned<RouteV2Document>> routes,
        CancellationToken cancellationToken)
    {
        var route = RouteRules.Create(input, api.Store.NewRouteId());
        RouteRules.CheckUnique(route, routes.Select(static one => one.Value));
        return await RouteRules.CheckAuthorizationAsync(api, route, cancellationToken);
    }
}
