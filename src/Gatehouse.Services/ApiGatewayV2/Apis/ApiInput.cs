using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>A new API as a caller's members make it, by its protocol's rules (http-api §3.1, websocket-api §1.3).</summary>
internal static class ApiInput
{
    public static ApiV2Document Create(OperationInput input, string id, long now)
    {
        var isWebSocket = input.RequiredString("ProtocolType") == ApiV2Document.WebSocket;
        if (isWebSocket)
        {
            WebSocketApiRules.RefuseHttpMembers(input);
        }
        else
        {
            ApiRules.RefuseSchemaValidation(input.FindBoolean("DisableSchemaValidation"));
        }

        var routeSelection = input.FindString("RouteSelectionExpression");
        return new ApiV2Document
        {
            ApiId = id,
            Name = input.RequiredString("Name"),
            ProtocolType = isWebSocket ? ApiV2Document.WebSocket : ApiV2Document.Http,
            RouteSelectionExpression = isWebSocket
                ? WebSocketApiRules.CheckRouteSelection(routeSelection)
                : ApiRules.CheckRouteSelection(routeSelection),
            ApiKeySelectionExpression = ApiRules.CheckApiKeySelection(input.FindString("ApiKeySelectionExpression")),
            Description = input.Text("Description", null),
            Version = input.Text("Version", null),
            CorsConfiguration = input.Members["CorsConfiguration"] is JsonObject cors
                ? CorsRules.Merge(null, cors)
                : null,
            DisableExecuteApiEndpoint = input.FindBoolean("DisableExecuteApiEndpoint") ?? false,
            DisableSchemaValidation = isWebSocket ? input.FindBoolean("DisableSchemaValidation") : null,
            IpAddressType = input.FindString("IpAddressType") ?? "ipv4",
            CreatedDate = now,
        };
    }
}
