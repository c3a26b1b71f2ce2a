using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Routes;

internal sealed class UpdateRoute(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stored = await api.RouteAsync(call, cancellationToken);
        var after = api.IsWebSocket
            ? await WebSocketAsync(api, stored.Value, call.Input, cancellationToken)
            : await HttpAsync(api, stored.Value, call.Input, cancellationToken);
        await RouteRules.CheckTargetAsync(api, after, cancellationToken);
        await api.CommitAndDeployAsync(api.Edit().Replace(stored, after), routesAfter: null, cancellationToken);
        return OperationOutput.Of(after, ApiV2Json.Default.RouteV2Document);
    }

    private static async ValueTask<RouteV2Document> WebSocketAsync(
        OpenedApiV2 api, RouteV2Document before, OperationInput input, CancellationToken cancellationToken)
    {
        var after = WebSocketRouteRules.Apply(input, before);
        if (after.RouteKey != before.RouteKey)
        {
            var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
            WebSocketRouteRules.CheckUnique(after, routes.Select(static one => one.Value));
        }

        await WebSocketRouteRules.CheckAuthorizerAsync(api, after, cancellationToken);
        return after;
    }

    private static async ValueTask<RouteV2Document> HttpAsync(
        OpenedApiV2 api, RouteV2Document before, OperationInput input, CancellationToken cancellationToken)
    {
        RouteRules.RefuseWebSocketMembers(input);
        var after = before with
        {
            RouteKey = RouteRules.CheckKey(input.FindString("RouteKey") ?? before.RouteKey),
            AuthorizationType = input.FindString("AuthorizationType") ?? before.AuthorizationType,
            AuthorizerId = input.Text("AuthorizerId", before.AuthorizerId),
            AuthorizationScopes =
                RouteRules.Scopes(input.Texts("AuthorizationScopes", before.AuthorizationScopes)),
            OperationName = input.Text("OperationName", before.OperationName),
            Target = input.Text("Target", before.Target),
        };
        if (after.AuthorizationType != "JWT" && !input.Has("AuthorizationScopes"))
        {
            after = after with { AuthorizationScopes = null }; // they went with the authorizer that read them
        }

        if (after.RouteKey != before.RouteKey)
        {
            if (before.ApiGatewayManaged == true)
            {
                // The text is unconfirmed (http-api §3.1).
                throw ApiGatewayV2Faults.BadRequest(
                    "The route key of a route that is managed by API Gateway cannot be updated");
            }

            var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
            RouteRules.CheckUnique(after, routes.Select(static one => one.Value));
        }

        return await RouteRules.CheckAuthorizationAsync(api, after, cancellationToken);
    }
}
