using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>Deployments, and stages that deploy by themselves (http-api §3.6).</summary>
public sealed class DeploymentTests
{
    private const string Description = "Automatic deployment triggered by changes to the Api configuration";

    private static readonly DocumentScope Scope = new(ControlPlaneHarness.Account, ControlPlaneHarness.Region);

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_deployment_freezes_what_is_there_and_moves_the_stage_that_it_names()
    {
        var api = await _plane.CreateHttpApiAsync();
        (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", "{}")).ShouldRefuse(
            400, "BadRequestException", "At least one route is required before deploying the Api.");
        await _plane.CreateRouteAsync(api, "GET /a");
        await _plane.CreateStageAsync(api, "dev");
        (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", """{"stageName":"none"}""")).Status.ShouldBe(404);

        var created = await _plane.CallAsync(
            "POST", $"/v2/apis/{api}/deployments", """{"stageName":"dev","description":"first"}""");

        created.Status.ShouldBe(201, created.Text);
        var id = created.String("deploymentId");
        created.Text.ShouldBe(
            $$"""{"autoDeployed":false,"createdDate":"2017-11-22T19:37:13Z","deploymentId":"{{id}}","deploymentStatus":"DEPLOYED","description":"first"}""");
        await _plane.CreateRouteAsync(api, "GET /b");
        (await _plane.ServedAsync(api, "dev")).ShouldBe("GET /a");
        await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", "{}");
        (await _plane.ServedAsync(api, "dev")).ShouldBe("GET /a");
        (await _plane.CallAsync("GET", $"/v2/apis/{api}/deployments")).Json["items"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_deployment_changes_its_description_and_goes_when_no_stage_needs_it()
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateRouteAsync(api, "GET /a");
        await _plane.CreateStageAsync(api, "dev");
        var first = (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", """{"stageName":"dev"}""")).String("deploymentId");
        var path = $"/v2/apis/{api}/deployments/{first}";

        (await _plane.CallAsync("PATCH", path, """{"description":"new"}""")).String("description").ShouldBe("new");
        (await _plane.CallAsync("PATCH", path, """{"description":""}""")).Json["description"].ShouldBeNull();
        (await _plane.CallAsync("DELETE", path)).ShouldRefuse(
            400, "BadRequestException", "Active stages pointing to this deployment must be moved or deleted");
        await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", """{"stageName":"dev"}""");
        (await _plane.CallAsync("DELETE", path)).ShouldBeEmpty(204);
        (await _plane.CallAsync("GET", path))
            .ShouldRefuse(404, "NotFoundException", $"Invalid Deployment identifier specified {first}");
    }

    [Fact]
    public async Task A_stage_that_deploys_by_itself_serves_every_change_at_once()
    {
        var api = await _plane.CreateHttpApiAsync();
        var created = await _plane.CreateStageAsync(api, "$default", ""","autoDeploy":true""");
        created.Json["deploymentId"].ShouldBeNull();
        created.String("lastDeploymentStatusMessage").ShouldBe(
            "Deployment attempt failed: Unable to deploy API because no routes exist in this API");

        var route = await _plane.CreateRouteAsync(api, "GET /a");

        var first = await _plane.StageAsync(api, "$default");
        var deployment = await _plane.CallAsync("GET", $"/v2/apis/{api}/deployments/{first.String("deploymentId")}");
        deployment.Json["autoDeployed"]!.GetValue<bool>().ShouldBeTrue();
        deployment.String("description").ShouldBe(Description);
        first.String("lastDeploymentStatusMessage").ShouldBe(
            $"Successfully deployed stage with deployment ID '{first.String("deploymentId")}'");
        (await _plane.ServedAsync(api, "$default")).ShouldBe("GET /a");
        var ids = new HashSet<string> { first.String("deploymentId") };
        var integration = await _plane.CreateHttpIntegrationAsync(api);
        foreach (var (method, path, body) in new[]
        {
            ("PATCH", $"/v2/apis/{api}", """{"corsConfiguration":{"maxAge":1}}"""),
            ("DELETE", $"/v2/apis/{api}/cors", null),
            ("PATCH", $"/v2/apis/{api}/routes/{route}", """{"operationName":"x"}"""),
            ("PATCH", $"/v2/apis/{api}/integrations/{integration}", """{"timeoutInMillis":50}"""),
            ("DELETE", $"/v2/apis/{api}/integrations/{integration}", null),
            ("POST", $"/v2/apis/{api}/authorizers", AuthorizerTests.Jwt),
        })
        {
            (await _plane.CallAsync(method, path, body)).Status.ShouldBeInRange(200, 204);
            ids.Add((await _plane.StageAsync(api, "$default")).String("deploymentId")).ShouldBeTrue(path);
        }

        (await _plane.CallAsync("GET", $"/v2/apis/{api}/deployments")).Json["items"]!.AsArray().Count.ShouldBe(1);
        (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", """{"stageName":"$default"}""")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task An_attempt_that_fails_keeps_what_was_served()
    {
        var api = await _plane.CreateHttpApiAsync();
        var route = await _plane.CreateRouteAsync(api, "GET /a");
        await _plane.CreateStageAsync(api, "live", ""","autoDeploy":true""");
        var before = (await _plane.StageAsync(api, "live")).String("deploymentId");

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/routes/{route}")).ShouldBeEmpty(204);

        var stage = await _plane.StageAsync(api, "live");
        stage.String("deploymentId").ShouldBe(before);
        stage.String("lastDeploymentStatusMessage").ShouldBe(
            "Deployment attempt failed: Unable to deploy API because no routes exist in this API");
        (await _plane.ServedAsync(api, "live")).ShouldBe("GET /a");
        await _plane.CreateRouteAsync(api, "GET /b");
        (await _plane.ServedAsync(api, "live")).ShouldBe("GET /b");
    }

    [Fact]
    public async Task Switched_off_a_stage_keeps_serving_what_it_served_while_others_go_on()
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateRouteAsync(api, "GET /a");
        await _plane.CreateStageAsync(api, "one", ""","autoDeploy":true""");
        await _plane.CreateStageAsync(api, "two", ""","autoDeploy":true""");
        await _plane.CreateRouteAsync(api, "GET /b");

        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/stages/one", """{"autoDeploy":false}""")).Status.ShouldBe(200);
        await _plane.CreateRouteAsync(api, "GET /c");

        (await _plane.ServedAsync(api, "one")).ShouldBe("GET /a | GET /b");
        (await _plane.ServedAsync(api, "two")).ShouldBe("GET /a | GET /b | GET /c");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/stages/one", """{"autoDeploy":true}""")).Status.ShouldBe(200);
        (await _plane.ServedAsync(api, "one")).ShouldBe("GET /a | GET /b | GET /c");
    }

    [Fact]
    public async Task A_stage_pointed_at_anothers_automatic_deployment_holds_on_to_it()
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateRouteAsync(api, "GET /a");
        await _plane.CreateStageAsync(api, "auto", ""","autoDeploy":true""");
        var deployment = (await _plane.StageAsync(api, "auto")).String("deploymentId");

        (await _plane.CreateStageAsync(api, "held", $$""","deploymentId":"{{deployment}}" """)).Status.ShouldBe(201);
        await _plane.CreateRouteAsync(api, "GET /b");

        (await _plane.ServedAsync(api, "held")).ShouldBe("GET /a");
        (await _plane.ServedAsync(api, "auto")).ShouldBe("GET /a | GET /b");
        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/deployments/{deployment}")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_deployment_is_not_chosen_by_hand_while_the_stage_chooses_itself()
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateRouteAsync(api, "GET /a");
        var deployment = (await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", "{}")).String("deploymentId");

        (await _plane.CreateStageAsync(api, "x", $$""","autoDeploy":true,"deploymentId":"{{deployment}}" """)).Status.ShouldBe(400);
        await _plane.CreateStageAsync(api, "y", ""","autoDeploy":true""");
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/stages/y", $$"""{"deploymentId":"{{deployment}}"}""")).Status.ShouldBe(400);
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/stages/y", $$"""{"autoDeploy":false,"deploymentId":"{{deployment}}"}"""))
            .String("deploymentId").ShouldBe(deployment);
        (await _plane.CallAsync("PATCH", $"/v2/apis/{api}/stages/y", """{"deploymentId":"nosuch"}""")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Deleting_a_stage_takes_its_automatic_deployment_and_leaves_the_others()
    {
        var api = await _plane.CreateHttpApiAsync();
        await _plane.CreateRouteAsync(api, "GET /a");
        await _plane.CallAsync("POST", $"/v2/apis/{api}/deployments", "{}");
        await _plane.CreateStageAsync(api, "auto", ""","autoDeploy":true""");

        (await _plane.CallAsync("DELETE", $"/v2/apis/{api}/stages/auto")).ShouldBeEmpty(204);

        var left = (await _plane.CallAsync("GET", $"/v2/apis/{api}/deployments")).Json["items"]!.AsArray().Single()!;
        left["autoDeployed"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task The_three_hundredth_route_costs_what_the_first_did()
    {
        var plane = HttpApiHarness.With(new ApiV2Quotas());
        var api = await plane.CreateHttpApiAsync();
        await plane.CreateStageAsync(api, "auto", ""","autoDeploy":true""");
        var sizes = new List<int>();
        plane.Store.BeforeCommit = batch => sizes.Add(batch.Writes.Sum(write => write.Body?.Length ?? 0));
        for (var i = 0; i < 300; i++)
        {
            await plane.CreateRouteAsync(api, $"GET /r{i:D3}");
        }

        sizes.Count.ShouldBe(300);
        sizes[^1].ShouldBeLessThan(sizes[1] + 50);
        (await plane.Store.ListAsync<DeploymentSnapshotV2Document>(Scope, "", default)).ShouldBeEmpty();
        (await plane.ServedAsync(api, "auto")).Split('|').Length.ShouldBe(300);
    }
}
