using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RouteResponses;

/// <summary>What a route of a WebSocket API sends back (websocket-api §1.5): only its being there has an effect.</summary>
internal static class RouteResponseInput
{
    public const string What = "Route responses are";

    public static RouteResponseV2Document Apply(OperationInput input, RouteResponseV2Document before)
    {
        var after = before with
        {
            RouteResponseKey = input.FindString("RouteResponseKey") ?? before.RouteResponseKey,
            ModelSelectionExpression = input.Text("ModelSelectionExpression", before.ModelSelectionExpression),
            ResponseModels = input.Merge("ResponseModels", before.ResponseModels).OrNull(),
            ResponseParameters =
                WebSocketRouteRules.Constraints(input, "ResponseParameters", before.ResponseParameters),
        };

        // The text is ours: the guide says only that no other key can be used.
        return after.RouteResponseKey == SelectionExpressions.Default
            ? after
            : throw ApiGatewayV2Faults.BadRequest("Invalid routeResponseKey. Must be $default");
    }

    public static async ValueTask<Versioned<RouteResponseV2Document>> FindAsync(
        OpenedApiV2 api, OperationCall call, CancellationToken cancellationToken)
    {
        var route = await api.RouteAsync(call, cancellationToken);
        var id = call.Input.RequiredString("RouteResponseId");
        return await api.FindAsync<RouteResponseV2Document>($"{route.Value.RouteId}/{id}", cancellationToken)
            ?? throw ApiGatewayV2Faults.NoPart("RouteResponse", id);
    }
}
