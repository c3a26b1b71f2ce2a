using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.ApiGateway.Contracts;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>Rules between resources, and over time (rest-control-plane §1.13, §2.2, §2.22, §2.24, §3.1).</summary>
public sealed class CrossResourceTests
{
    [Theory]
    [InlineData("EDGE", "REGIONAL", true)]
    [InlineData("EDGE", "PRIVATE", true)]
    [InlineData("REGIONAL", "EDGE", true)]
    [InlineData("REGIONAL", "PRIVATE", true)]
    [InlineData("PRIVATE", "REGIONAL", true)]
    [InlineData("PRIVATE", "EDGE", false)]
    public async Task A_type_changes_along_the_allowed_edges_and_along_no_other(string from, string to, bool isAllowed)
    {
        var plane = new ControlPlaneHarness();
        var (api, _) = await plane.CreateApiAsync($$$""","endpointConfiguration":{"types":["{{{from}}}"]}""");

        var answer = await plane.PatchAsync($"/restapis/{api}", ("replace", $"/endpointConfiguration/types/{from}", to));

        answer.Status.ShouldBe(isAllowed ? 200 : 400, answer.Text);
        var now = (await plane.CallAsync("GET", $"/restapis/{api}")).Json["endpointConfiguration"]!;
        now["types"]!.ToJsonString().ShouldBe($"[\"{(isAllowed ? to : from)}\"]");
        now["ipAddressType"]!.ToString().ShouldBe(isAllowed && to != "PRIVATE" && from != "PRIVATE" ? "ipv4" : "dualstack");
    }

    [Fact]
    public async Task An_update_moves_the_last_date_of_a_stage_and_never_the_first()
    {
        var world = await ContractWorld.CreateAsync("");
        var before = (await world.Valid("GetStage").SendAsync(world.Plane)).Json;
        world.Plane.Clock.Now += TimeSpan.FromMinutes(1);

        await world.Valid("UpdateStage").SendAsync(world.Plane);

        var after = (await world.Valid("GetStage").SendAsync(world.Plane)).Json;
        after["createdDate"]!.ToJsonString().ShouldBe(before["createdDate"]!.ToJsonString());
        after["lastUpdatedDate"]!.GetValue<long>().ShouldBe(before["lastUpdatedDate"]!.GetValue<long>() + 60);
    }

    [Theory]
    [InlineData("arn:aws:apigateway:us-east-1::/restapis/<api>")]
    [InlineData("arn:aws:apigateway:us-east-1::/restapis/<api>/stages/dev")]
    [InlineData("arn:aws:apigateway:us-east-1::/apikeys/<key>")]
    [InlineData("arn:aws:apigateway:us-east-1::/usageplans/<plan>")]
    [InlineData("arn:aws:apigateway:us-east-1::/vpclinks/<link>")]
    [InlineData("arn:aws:apigateway:us-east-1::/clientcertificates/<certificate>")]
    [InlineData("arn:aws:apigateway:us-east-1::/domainnames/api.example.com")]
    [InlineData("<privateArn>")]
    [InlineData("<association>")]
    public async Task Every_taggable_resource_is_tagged_by_its_ARN(string resource)
    {
        var world = await ContractWorld.CreateAsync();
        var arn = world.Fill(resource);
        ContractCall On(string operation) => world.Valid(operation).With("resourceArn", arn);

        (await On("TagResource").With("tags", new JsonObject { ["team"] = "pets" }).SendAsync(world.Plane)).Status.ShouldBe(204);
        (await On("GetTags").SendAsync(world.Plane)).Json["tags"]!["team"]!.ToString().ShouldBe("pets");
        (await On("UntagResource").With("tagKeys", new JsonArray("team")).SendAsync(world.Plane)).Status.ShouldBe(204);

        (await On("GetTags").SendAsync(world.Plane)).Json["tags"]!["team"].ShouldBeNull();
    }

    [Fact]
    public async Task A_domain_of_routing_rules_alone_takes_no_mapping_and_lists_those_it_has()
    {
        var world = await ContractWorld.CreateAsync("");
        (await world.Plane.PatchAsync("/domainnames/api.example.com", ("replace", "/routingMode", "ROUTING_RULE_ONLY"))).Status.ShouldBe(200);

        (await world.Valid("CreateBasePathMapping").SendAsync(world.Plane)).Status.ShouldBe(400);

        (await world.Valid("GetBasePathMappings").SendAsync(world.Plane)).Json["item"]!.AsArray().Count.ShouldBe(1);
    }

    /// <summary>§3.1: nothing of an API outlives it, and what pointed to it points to it no more.</summary>
    [Fact]
    public async Task With_an_API_go_its_stages_out_of_plans_and_keys()
    {
        var world = await ContractWorld.CreateAsync("");
        await world.Plane.PatchAsync(world.Fill("/apikeys/<key>"), ("add", "/stages", world.Fill("<api>/dev")));
        (await world.Valid("DeleteBasePathMapping").SendAsync(world.Plane)).Status.ShouldBe(202);

        (await world.Valid("DeleteRestApi").With("restApiId", world.Fill("<api>")).SendAsync(world.Plane)).Status.ShouldBe(202);

        (await world.Valid("GetUsagePlan").SendAsync(world.Plane)).Json["apiStages"]!.AsArray().ShouldBeEmpty();
        (await world.Valid("GetApiKey").SendAsync(world.Plane)).Json["stageKeys"]!.AsArray().ShouldBeEmpty();
        (await world.Valid("GetStages").SendAsync(world.Plane)).Status.ShouldBe(404);
    }

    /// <summary>§3.1: a method takes its responses along, an integration its own; a method response leaves the integration's.</summary>
    [Fact]
    public async Task What_hangs_below_goes_along_and_what_stands_beside_stays()
    {
        var world = await ContractWorld.CreateAsync("");
        (await world.Valid("DeleteMethodResponse").SendAsync(world.Plane)).Status.ShouldBe(204);
        (await world.Valid("GetIntegrationResponse").SendAsync(world.Plane)).Status.ShouldBe(200);

        (await world.Valid("DeleteIntegration").SendAsync(world.Plane)).Status.ShouldBe(204);
        (await world.Valid("GetIntegrationResponse").SendAsync(world.Plane)).Status.ShouldBe(404);
        (await world.Valid("GetMethodResponse").With("statusCode", "201").SendAsync(world.Plane)).Status.ShouldBe(200);

        (await world.Valid("DeleteMethod").SendAsync(world.Plane)).Status.ShouldBe(204);
        (await world.Valid("GetMethodResponse").With("statusCode", "201").SendAsync(world.Plane)).Status.ShouldBe(404);
    }
}
