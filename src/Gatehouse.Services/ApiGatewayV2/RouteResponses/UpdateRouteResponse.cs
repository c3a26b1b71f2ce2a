using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RouteResponses;

internal sealed class UpdateRouteResponse(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenForEditAsync(call, cancellationToken)).OnlyWebSocket(RouteResponseInput.What);
        var before = await RouteResponseInput.FindAsync(api, call, cancellationToken);
        var after = RouteResponseInput.Apply(call.Input, before.Value);
        await api.CommitAndDeployAsync(api.Edit().Replace(before, after), routesAfter: null, cancellationToken);
        return OperationOutput.Of(after, ApiV2Json.Default.RouteResponseV2Document);
    }
}
