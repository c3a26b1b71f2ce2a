using System.Net;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Execution.Catalog;

/// <summary>Style §3.3 and §3.4: publish by one reference; new before old.</summary>
public sealed class StagePublisherTests
{
    [Fact]
    public async Task What_is_deployed_is_served_when_the_commit_returns_and_gone_when_the_stage_is_deleted()
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "GET", "1"));
        (await TextAsync(harness)).ShouldBe("1");

        await harness.DeployAsync(new ApiBuilder().Mock("/x", "GET", "2"), deployment: "dep002");
        (await TextAsync(harness)).ShouldBe("2");

        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).DeleteIfPresent<StageDocument>($"{ApiBuilder.ApiId}/prod"), CancellationToken.None);
        (await harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_deployment_that_does_not_compile_leaves_the_former_plan_and_is_reported()
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "GET", "1"));
        var broken = new ApiBuilder().Mock("/x/{a}", "GET").Mock("/x/{b}", "GET");

        await harness.DeployAsync(broken, deployment: "dep002");

        (await TextAsync(harness)).ShouldBe("1");
        harness.Publications.Reports.Select(r => (r.DeploymentId, r.Error)).ShouldBe(
            [("dep001", null), ("dep002", "Two resources answer to the path /x/{b}.")]);
    }

    [Fact]
    public async Task A_stage_waits_for_its_snapshot_and_other_commits_recompile_nothing()
    {
        await using var harness = await ExecutionHarness.StartAsync();
        var stage = new StageDocument { StageName = "prod", DeploymentId = "dep001", CreatedDate = 1, LastUpdatedDate = 1 };
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert($"{ApiBuilder.ApiId}/prod", stage), CancellationToken.None);
        (await harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert(
                $"{ApiBuilder.ApiId}/dep001", new DeploymentSnapshotDocument { Definition = new ApiBuilder().Mock("/x", "GET", "1").Build() }),
            CancellationToken.None);
        (await TextAsync(harness)).ShouldBe("1");

        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert(
                ApiBuilder.ApiId, new ApiBuilder().Api), CancellationToken.None);
        harness.Publications.Reports.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_restart_serves_what_was_stored_and_a_broken_stage_does_not_stop_the_others()
    {
        await using var first = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/x", "GET", "1"));
        await first.DeployAsync(new ApiBuilder().Mock("/x/{a}", "GET").Mock("/x/{b}", "GET"), stageName: "broken", deployment: "dep002");

        await using var second = await ExecutionHarness.StartAsync();
        await second.Plane.Observer.LoadAsync(first.Store, CancellationToken.None);

        (await TextAsync(second)).ShouldBe("1");
        second.Publications.Reports.Count(r => r.Error is null).ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_stage_variable_takes_effect_without_a_deployment() // §12: "Live without redeploy"
    {
        var api = new ApiBuilder().Method("/x", "GET", ApiBuilder.MockOf("ok") with
        {
            IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument
            {
                StatusCode = "200", ResponseParameters = ApiBuilder.Map(("method.response.header.x-color", "stageVariables.color")),
            })),
        });
        await using var harness = await ExecutionHarness.StartAsync(api, s => s with { Variables = ApiBuilder.Map(("color", "red")) });
        (await harness.GetAsync("/prod/x")).Headers.GetValues("x-color").ShouldBe(["red"]);

        await harness.DeployAsync(api, s => s with { Variables = ApiBuilder.Map(("color", "blue")) });

        (await harness.GetAsync("/prod/x")).Headers.GetValues("x-color").ShouldBe(["blue"]);
    }

    private static async Task<string> TextAsync(ExecutionHarness harness) =>
        await (await harness.GetAsync("/prod/x")).Content.ReadAsStringAsync();
}
