using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.WebSockets;

/// <summary>What a WebSocket API may be (websocket-api §1.3).</summary>
internal static class WebSocketApiRules
{
    /// <summary>There is no default: an API that does not say how it finds a message's route is refused.</summary>
    public static string CheckRouteSelection(string? expression) =>
        expression is not null && SelectionExpressions.IsOfMessage(expression)
            ? expression
            : throw ApiGatewayV2Faults.BadRequest("Invalid routeSelectionExpression");

    /// <summary>What only HTTP APIs have; explicit nothings pass, since tools send them.</summary>
    public static void RefuseHttpMembers(OperationInput input)
    {
        if (input.Members["CorsConfiguration"] is JsonObject)
        {
            throw WebSocketFaults.NoCors();
        }

        foreach (var member in new[] { "Target", "RouteKey", "CredentialsArn" })
        {
            if (!string.IsNullOrEmpty(input.FindString(member)))
            {
                throw WebSocketFaults.NotOnWebSocket("Quick create is");
            }
        }
    }
}
