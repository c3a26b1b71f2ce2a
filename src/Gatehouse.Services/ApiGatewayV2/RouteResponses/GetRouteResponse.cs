using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RouteResponses;

internal sealed class GetRouteResponse(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenAsync(call, cancellationToken)).OnlyWebSocket(RouteResponseInput.What);
        var response = await RouteResponseInput.FindAsync(api, call, cancellationToken);
        return OperationOutput.Of(response.Value, ApiV2Json.Default.RouteResponseV2Document);
    }
}
