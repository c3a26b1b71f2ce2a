using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Routes;

/// <summary>WebSocket APIs only (http-api §2): a route of an HTTP API has no request parameters.</summary>
internal sealed class DeleteRouteRequestParameter(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        _ = await api.RouteAsync(call, cancellationToken);
        throw ApiGatewayV2Faults.NotOnHttp("Request parameters of routes are");
    }
}
