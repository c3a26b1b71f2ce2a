using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>rest-control-plane §2.17, §2.24: canaries beyond the first deployment, and the two flushes.</summary>
public sealed class CanaryAndCacheTests
{
    private static readonly DocumentScope Scope = new(ControlPlaneHarness.Account, ControlPlaneHarness.Region);

    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task A_flush_answers_202_with_nothing_and_is_counted_for_every_node_to_see()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\",\"cacheClusterEnabled\":true");

        foreach (var path in (string[])["data", "data", "authorizers"])
        {
            var flushed = await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/dev/cache/{path}");
            flushed.Status.ShouldBe(202);
            flushed.Text.ShouldBeEmpty();
        }

        var edition = await EditionAsync(api);
        (edition!.ResponseFlushes, edition.AuthorizerFlushes).ShouldBe((2, 1));
        (await _plane.CallAsync("GET", $"/restapis/{api}/stages/dev")).Text.ShouldNotContain("lushes");
    }

    [Fact]
    public async Task A_stage_without_a_cluster_is_flushed_too_and_an_unknown_one_is_not() // 202 or 400 on AWS (unconfirmed)
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        (await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/dev/cache/data")).Status.ShouldBe(202);
        (await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/nope/cache/data"))
            .ShouldRefuse(404, "NotFoundException", "Invalid stage identifier specified");
        (await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/nope/cache/authorizers"))
            .ShouldRefuse(404, "NotFoundException", "Invalid stage identifier specified");
        (await _plane.CallAsync("DELETE", "/restapis/nosuchapi0/stages/dev/cache/data"))
            .ShouldRefuse(404, "NotFoundException", "Invalid API identifier specified 000000000000:nosuchapi0");
    }

    [Fact]
    public async Task The_count_goes_with_its_stage_and_with_its_API()
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/dev/cache/data");

        await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/dev");
        (await EditionAsync(api)).ShouldBeNull();

        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        await _plane.CallAsync("DELETE", $"/restapis/{api}/stages/dev/cache/data");
        (await _plane.CallAsync("DELETE", $"/restapis/{api}")).Status.ShouldBe(202);
        (await EditionAsync(api)).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"percentTraffic":101}""", "Percent traffic must be between 0.0 and 100.0")]
    [InlineData("""{"percentTraffic":-0.1}""", "Percent traffic must be between 0.0 and 100.0")]
    [InlineData("""{"percentTraffic":1,"stageVariableOverrides":{"a b":"c"}}""", "Invalid stage variable name: a b")]
    public async Task A_canary_is_checked_wherever_it_is_given(string canary, string message)
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        var deployment = await _plane.DeployAsync(api, "\"stageName\":\"dev\"");

        (await _plane.CallAsync("POST", $"/restapis/{api}/deployments", $$"""{"stageName":"dev","canarySettings":{{canary}}}"""))
            .ShouldRefuse(400, "BadRequestException", message);
        (await _plane.CallAsync(
            "POST", $"/restapis/{api}/stages", $$"""{"stageName":"two","deploymentId":"{{deployment}}","canarySettings":{{canary}}}"""))
            .ShouldRefuse(400, "BadRequestException", message);
    }

    [Theory]
    [InlineData("remove", "/canarySettings/percentTraffic", "Invalid remove operation with path: /canarySettings/percentTraffic")]
    [InlineData("add", "/canarySettings/useStageCache", "Invalid add operation with path: /canarySettings/useStageCache")]
    [InlineData("replace", "/canarySettings", "Invalid replace operation with path: /canarySettings")]
    [InlineData("remove", "/canarySettings/deploymentId", "Invalid remove operation with path: /canarySettings/deploymentId")]
    [InlineData("replace", "/canarySettings/percentTraffic", null)] // "NaN" is no share
    public async Task Other_operations_on_a_canary_are_refused(string op, string path, string? message)
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        await _plane.DeployAsync(api, "\"stageName\":\"dev\",\"canarySettings\":{\"percentTraffic\":10}");

        var refused = await _plane.PatchAsync($"/restapis/{api}/stages/dev", (op, path, "NaN"));

        refused.Status.ShouldBe(400, refused.Text);
        (message is null || refused.Message == message).ShouldBeTrue(refused.Text);
    }

    [Fact]
    public async Task A_stages_deployment_and_its_canarys_cannot_be_deleted_and_a_free_one_can() // §3.1
    {
        var (api, _) = await _plane.CreateMockApiAsync();
        await _plane.DeployAsync(api, "\"stageName\":\"dev\"");
        var canary = await _plane.DeployAsync(api, "\"stageName\":\"dev\",\"canarySettings\":{\"percentTraffic\":10}");
        var path = $"/restapis/{api}/deployments/{canary}";

        (await _plane.CallAsync("DELETE", path)).ShouldRefuse(
            400, "BadRequestException", "Active stages pointing to this deployment must be moved or deleted");
        await _plane.PatchAsync($"/restapis/{api}/stages/dev", ("remove", "/canarySettings", null));
        (await _plane.CallAsync("DELETE", path)).Status.ShouldBe(202);
    }

    private async Task<StageCacheEditionDocument?> EditionAsync(string api) =>
        (await _plane.Store.FindAsync<StageCacheEditionDocument>(Scope, $"{api}/dev", CancellationToken.None))?.Value;
}
