using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2.WebSockets;

/// <summary>Short forms of the calls that tests of WebSocket APIs make over and over.</summary>
internal static class WebSocketHarness
{
    public static async Task<string> CreateWebSocketApiAsync(this ControlPlaneHarness plane, string members = "")
    {
        var created = await plane.CallAsync(
            "POST", "/v2/apis",
            $$"""{"name":"chat","protocolType":"WEBSOCKET","routeSelectionExpression":"$request.body.action"{{members}}}""");
        created.Status.ShouldBe(201, created.Text);
        return created.String("apiId");
    }

    /// <summary>A mock integration, unless the members say otherwise.</summary>
    public static async Task<string> CreateMockAsync(
        this ControlPlaneHarness plane, string api, string members = """ "integrationType":"MOCK" """) =>
        await plane.CreateHttpIntegrationAsync(api, members);

    public static async Task<string> CreateAuthorizerAsync(this ControlPlaneHarness plane, string api, string name = "a")
    {
        var created = await plane.CallAsync(
            "POST", $"/v2/apis/{api}/authorizers",
            $$"""{"name":"{{name}}","authorizerType":"REQUEST","identitySource":[],"authorizerUri":"{{HttpApiHarness.Invocation}}"}""");
        created.Status.ShouldBe(201, created.Text);
        return created.String("authorizerId");
    }

    /// <summary>The items of a collection, counted.</summary>
    public static async Task<int> CountAsync(this ControlPlaneHarness plane, string path) =>
        (await plane.CallAsync("GET", path)).Json["items"]!.AsArray().Count;
}
