using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Routes;

/// <summary>
/// Takes one declared parameter out, which no PATCH can (websocket-api §1.2, §1.4). A route of an HTTP API has none
/// (http-api §2).
/// </summary>
internal sealed class DeleteRouteRequestParameter(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var route = await api.RouteAsync(call, cancellationToken);
        _ = api.OnlyWebSocket("Request parameters of routes are");
        var key = call.Input.RequiredString("RequestParameterKey");
        if (route.Value.RequestParameters is not { } parameters || !parameters.ContainsKey(key))
        {
            throw ApiGatewayV2Faults.NoPart("RequestParameter", key); // the text is ours
        }

        var left = parameters.Remove(key);
        var after = route.Value with { RequestParameters = left.IsEmpty ? null : left };
        await api.CommitAndDeployAsync(api.Edit().Replace(route, after), routesAfter: null, cancellationToken);
        return OperationOutput.Empty;
    }
}
