using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RouteResponses;

internal sealed class CreateRouteResponse(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenForEditAsync(call, cancellationToken)).OnlyWebSocket(RouteResponseInput.What);
        var route = (await api.RouteAsync(call, cancellationToken)).Value.RouteId;
        var response = RouteResponseInput.Apply(call.Input, new RouteResponseV2Document
        {
            RouteId = route,
            RouteResponseId = store.NewPartId(),
            RouteResponseKey = call.Input.RequiredString("RouteResponseKey"),
        });
        var others = await api.ListBelowAsync<RouteResponseV2Document>(route, cancellationToken);
        if (others.Any(other => other.Value.RouteResponseKey == response.RouteResponseKey))
        {
            // The text follows that of routes.
            throw ApiGatewayV2Faults.Conflict(
                $"RouteResponse with key {response.RouteResponseKey} already exists for this Route");
        }

        await api.CommitAndDeployAsync(
            api.Edit().Create(api.PartId($"{route}/{response.RouteResponseId}"), response),
            routesAfter: null,
            cancellationToken);
        return OperationOutput.Of(response, ApiV2Json.Default.RouteResponseV2Document);
    }
}
