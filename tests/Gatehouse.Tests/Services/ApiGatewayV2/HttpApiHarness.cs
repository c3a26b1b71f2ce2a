using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>Short forms of the calls that HTTP API tests make over and over.</summary>
internal static class HttpApiHarness
{
    public const string Function = "arn:aws:lambda:us-east-1:000000000000:function:pets";

    public const string Invocation =
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + Function + "/invocations";

    public const string Role = "arn:aws:iam::000000000000:role/gateway";

    public static ControlPlaneHarness With(ApiV2Quotas quotas) => new(apiV2Quotas: quotas);

    public static async Task<string> CreateHttpApiAsync(this ControlPlaneHarness plane, string members = "")
    {
        var created = await plane.CallAsync(
            "POST", "/v2/apis", $$"""{"name":"pets","protocolType":"HTTP"{{members}}}""");
        created.Status.ShouldBe(201, created.Text);
        return created.String("apiId");
    }

    public static async Task<string> CreateHttpIntegrationAsync(
        this ControlPlaneHarness plane, string api,
        string members = """ "integrationType":"HTTP_PROXY","integrationMethod":"ANY","integrationUri":"https://example.com" """)
    {
        var created = await plane.CallAsync("POST", $"/v2/apis/{api}/integrations", "{" + members + "}");
        created.Status.ShouldBe(201, created.Text);
        return created.String("integrationId");
    }

    public static async Task<string> CreateRouteAsync(
        this ControlPlaneHarness plane, string api, string routeKey, string members = "")
    {
        var created = await plane.CallAsync(
            "POST", $"/v2/apis/{api}/routes", $$"""{"routeKey":"{{routeKey}}"{{members}}}""");
        created.Status.ShouldBe(201, created.Text);
        return created.String("routeId");
    }

    public static async Task<Answer> CreateStageAsync(
        this ControlPlaneHarness plane, string api, string name, string members = "") =>
        await plane.CallAsync("POST", $"/v2/apis/{api}/stages", $$"""{"stageName":"{{name}}"{{members}}}""");

    public static Task<Answer> StageAsync(this ControlPlaneHarness plane, string api, string name) =>
        plane.CallAsync("GET", $"/v2/apis/{api}/stages/{Uri.EscapeDataString(name)}");

    /// <summary>What a stage serves, as the data plane reads it.</summary>
    public static async Task<string> ServedAsync(this ControlPlaneHarness plane, string api, string stage)
    {
        var scope = new Gatehouse.Model.Documents.DocumentScope(ControlPlaneHarness.Account, ControlPlaneHarness.Region);
        var document = (await plane.Store.FindAsync<StageV2Document>(scope, $"{api}/{stage}", default))!.Value;
        if (document.DeploymentId is not { } deployment)
        {
            return "nothing";
        }

        var definition = await ApiV2Definitions.FindDeployedAsync(plane.Store, scope, api, deployment, default);
        return definition is null
            ? "missing"
            : string.Join(
                " | ",
                definition.Routes.Select(route => route.RouteKey).Order(StringComparer.Ordinal));
    }
}
