using System.Collections.Immutable;
using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Caching;
using Gatehouse.Tests.Execution.Integrations.Http;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Catalog;

/// <summary>rest-execution §11: a second plan beside the stage's, chosen for each call.</summary>
public sealed class CanaryTests
{
    [Fact]
    public void The_split_holds_its_percentage_whatever_it_is_and_is_exact_at_both_ends()
    {
        Prop.ForAll(
            Gen.Choose(0, 1_000).Select(tenths => tenths / 10.0).ToArbitrary(),
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            (percent, seed) =>
            {
                const int draws = 20_000;
                var split = new CanarySplit(null!, percent);
                var ids = new RequestIdentifiers(new SeededIds(seed));
                var taken = 0;
                for (var i = 0; i < draws; i++)
                {
                    taken += split.Takes(ids.Draw()) ? 1 : 0;
                }

                // Five standard deviations of a binomial: a fair split misses it once in two million runs.
                var share = percent / 100;
                var slack = 5 * Math.Sqrt(draws * share * (1 - share));
                return Math.Abs(taken - (draws * share)) <= slack + 1e-9;
            }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, 0u, false)]
    [InlineData(0, uint.MaxValue, false)]
    [InlineData(100, 0u, true)]
    [InlineData(100, uint.MaxValue, true)]
    [InlineData(50, 0x7FFFFFFFu, true)]
    [InlineData(50, 0x80000000u, false)]
    public void Zero_is_never_and_a_hundred_is_always(double percent, uint draw, bool isTaken) =>
        new CanarySplit(null!, percent).Takes(draw).ShouldBe(isTaken);

    [Theory]
    [InlineData(0, "stage false ")]
    [InlineData(100, "canary true ")]
    public async Task A_call_is_served_whole_by_one_of_the_two_deployments(double percent, string expected) // routes, mappings, $context
    {
        await using var harness = await StartAsync(percent);

        (await TextAsync(harness)).ShouldBe(expected);
        (await harness.GetAsync("/prod/only-canary")).StatusCode
            .ShouldBe(percent == 100 ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Both_serve_their_share_and_nothing_sticks()
    {
        await using var harness = await ExecutionHarness.StartAsync(
            dependencies: dependencies => dependencies with { Ids = new SeededIds(7) });
        await DeployAsync(harness, Canary(30));

        var canary = 0;
        for (var i = 0; i < 1_000; i++)
        {
            canary += (await TextAsync(harness)).StartsWith("canary", StringComparison.Ordinal) ? 1 : 0;
        }

        canary.ShouldBeInRange(230, 370); // 300 and five standard deviations
    }

    [Fact]
    public async Task Overrides_lie_over_the_stages_variables() // §11: overlay (unconfirmed)
    {
        await using var harness = await StartAsync(100, ("color", "blue"));
        (await TextAsync(harness)).ShouldBe("canary true blue");

        await DeployAsync(harness, Canary(100), ("color", "green"));
        (await TextAsync(harness)).ShouldBe("canary true green");

        await DeployAsync(harness, Canary(100) with { StageVariableOverrides = ApiBuilder.Map(("color", "red")) }, ("color", "green"));
        (await TextAsync(harness)).ShouldBe("canary true red");
    }

    [Fact]
    public async Task Without_a_canary_the_context_says_nothing_of_one() // §6.4
    {
        await using var harness = await ExecutionHarness.StartAsync();
        await DeployAsync(harness, null);

        (await TextAsync(harness)).ShouldBe("stage  ");
    }

    [Fact]
    public async Task Ending_the_canary_sends_everything_back_to_the_stage()
    {
        await using var harness = await StartAsync(100);
        (await TextAsync(harness)).ShouldBe("canary true ");

        await DeployAsync(harness, null);

        (await TextAsync(harness)).ShouldBe("stage  ");
    }

    [Fact]
    public async Task A_canary_without_its_snapshot_leaves_the_former_plan_until_the_snapshot_comes() // style §3.4
    {
        await using var harness = await StartAsync(0);
        await PutStageAsync(harness, Canary(100) with { DeploymentId = "dep003" });
        (await TextAsync(harness)).ShouldBe("stage false ");
        harness.Publications.Reports[^1].Error.ShouldBe("The deployment dep003 has no snapshot.");

        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert(
                $"{ApiBuilder.ApiId}/dep003", new DeploymentSnapshotDocument { Definition = Api("third").Build() }),
            CancellationToken.None);

        (await TextAsync(harness)).ShouldBe("third true ");
    }

    [Theory]
    [InlineData(false, "dep002", "call 2", "call 3")] // the canary asks its backend every time
    [InlineData(true, "dep002", "call 2", "call 2")] // entries of its own
    [InlineData(true, "dep001", "call 1", "call 1")] // the same deployment: the same entries (§9, §11)
    public async Task The_stages_cache_serves_a_canary_that_may_use_it(bool usesCache, string deployment, string first, string second)
    {
        var calls = 0;
        await using var backend = await BackendServer.StartAsync(context => context.Response.WriteAsync($"call {++calls}"));
        var api = new ApiBuilder().Method("/x", "GET", new IntegrationDocument
        {
            Type = "HTTP_PROXY", HttpMethod = "GET", Uri = backend.Url + "/", ConnectionType = "INTERNET",
        });
        await using var harness = await ExecutionHarness.StartAsync(api, Cached);
        (await TextAsync(harness)).ShouldBe("call 1");

        await harness.DeployAsync(api, Cached, deployment: "dep002");
        await harness.DeployAsync(api, stage => Cached(stage) with
        {
            CanarySettings = new CanarySettings { PercentTraffic = 100, DeploymentId = deployment, UseStageCache = usesCache },
        });

        (await TextAsync(harness)).ShouldBe(first);
        (await TextAsync(harness)).ShouldBe(second);
    }

    private static StageDocument Cached(StageDocument stage) => stage with
    {
        CacheClusterEnabled = true, CacheClusterSize = "0.5",
        MethodSettings = stage.MethodSettings.SetItem("*/*", new MethodSetting { CachingEnabled = true }),
    };

    private static CanarySettings Canary(double percent) => new() { PercentTraffic = percent, DeploymentId = "dep002" };

    private static ApiBuilder Api(string name) => new ApiBuilder().Mock(
        "/x", "GET", $"{name} $!context.isCanaryRequest $!stageVariables.color");

    private static async Task<ExecutionHarness> StartAsync(double percent, params (string, string)[] variables)
    {
        var harness = await ExecutionHarness.StartAsync();
        await DeployAsync(harness, Canary(percent), variables);
        return harness;
    }

    private static async Task DeployAsync(ExecutionHarness harness, CanarySettings? canary, params (string, string)[] variables)
    {
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope)
                .Upsert($"{ApiBuilder.ApiId}/dep001", new DeploymentSnapshotDocument { Definition = Api("stage").Build() })
                .Upsert($"{ApiBuilder.ApiId}/dep002", new DeploymentSnapshotDocument
                {
                    Definition = Api("canary").Mock("/only-canary", "GET").Build(),
                }),
            CancellationToken.None);
        await PutStageAsync(harness, canary, variables);
    }

    private static async Task PutStageAsync(ExecutionHarness harness, CanarySettings? canary, params (string, string)[] variables) =>
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert($"{ApiBuilder.ApiId}/prod", new StageDocument
            {
                StageName = "prod", DeploymentId = "dep001", CreatedDate = 1, LastUpdatedDate = 1, CanarySettings = canary,
                Variables = ApiBuilder.Map(variables),
            }),
            CancellationToken.None);

    private static async Task<string> TextAsync(ExecutionHarness harness)
    {
        using var response = await harness.GetAsync("/prod/x");
        return await response.Content.ReadAsStringAsync();
    }
}
