using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Routes;

internal sealed class CreateRoute(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var input = call.Input;
        RouteRules.RefuseWebSocketMembers(input);
        var route = new RouteV2Document
        {
            RouteId = store.NewRouteId(),
            RouteKey = RouteRules.CheckKey(input.RequiredString("RouteKey")),
            ApiKeyRequired = false,
            AuthorizationType = input.FindString("AuthorizationType") ?? "NONE",
            AuthorizerId = input.Text("AuthorizerId", null),
            AuthorizationScopes = RouteRules.Scopes(input.Texts("AuthorizationScopes", null)),
            OperationName = input.Text("OperationName", null),
            Target = input.Text("Target", null),
        };
        var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
        RouteRules.CheckUnique(route, routes.Select(static one => one.Value));
        route = await RouteRules.CheckAuthorizationAsync(api, route, cancellationToken);
        await RouteRules.CheckTargetAsync(api, route, cancellationToken);
        if (routes.Length >= quotas.RoutesPerApi)
        {
            throw ApiGatewayV2Faults.LimitExceeded("Routes");
        }

        await api.CommitAndDeployAsync(
            api.Edit().Create(api.PartId(route.RouteId), route), routes.Length + 1, cancellationToken);
        return OperationOutput.Of(route, ApiV2Json.Default.RouteV2Document);
    }
}
