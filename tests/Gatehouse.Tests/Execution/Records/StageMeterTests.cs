using Gatehouse.Execution.Records;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Rest;
using Shouldly;

namespace Gatehouse.Tests.Execution.Records;

/// <summary>The metrics of rest-execution §14.4: what is counted, and under which names.</summary>
public sealed class StageMeterTests
{
    private static readonly DocumentScope Scope = new("000000000000", "us-east-1");

    [Fact]
    public void Errors_are_counted_by_class_and_latencies_by_bucket()
    {
        var meter = new StageMeter();

        meter.Count(200, 0.2, null);
        meter.Count(404, 3, 2);
        meter.Count(503, 60_000, 29_000);
        meter.CountCache(isHit: true);
        meter.CountCache(isHit: false);
        meter.CountCache(isHit: false);

        var read = meter.Read(Name("p"));
        (read.Count, read.ClientErrors, read.ServerErrors).ShouldBe((3, 1, 1));
        (read.CacheHits, read.CacheMisses).ShouldBe((1, 2));
        read.Latency.SumMs.ShouldBe(60_003.2, 0.01);
        read.Latency.Counts[0].ShouldBe(1);
        read.Latency.Counts[^1].ShouldBe(1); // above every bound
        read.IntegrationLatency.Count.ShouldBe(2); // only where there was an integration
    }

    [Fact]
    public async Task No_count_is_lost_between_threads()
    {
        var meter = new StageMeter();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                meter.Count(500, 1, 1);
            }
        })));

        var read = meter.Read(Name("p"));
        (read.Count, read.ServerErrors, read.IntegrationLatency.Count).ShouldBe((80_000, 80_000, 80_000));
    }

    [Theory]
    [InlineData("pets", "pets")]
    [InlineData("péts☃", "pts")] // §14.4: non-ASCII is taken out
    [InlineData("☃", "id0000000a")] // nothing left: the id
    [InlineData("a\nb", "ab")]
    public void An_APIs_name_is_cut_to_what_a_dimension_can_hold(string name, string dimension) =>
        MeterName.ApiNameOf(name, "id0000000a").ShouldBe(dimension);

    [Fact]
    public void A_meter_outlives_a_publication_and_goes_with_its_stage()
    {
        var registry = new MeterRegistry();
        var meter = registry.Meter(Name("first"));
        meter.Count(200, 1, null);

        registry.Meter(Name("renamed")).ShouldBeSameAs(meter);
        registry.Read().Single().ApiName.ShouldBe("renamed");
        registry.Remove(Scope, "a1b2c3d4e5", "prod");
        registry.Read().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_method_has_its_own_series_only_when_its_setting_asks() // design §6.10
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Mock("/a/{id}", "GET").Mock("/b", "GET"),
            static stage => stage with
            {
                MethodSettings = ApiBuilder.Map(("~1a~1{id}/GET", new MethodSetting { MetricsEnabled = true })),
            });

        await harness.GetAsync("/prod/a/1");
        await harness.GetAsync("/prod/a/2");
        await harness.GetAsync("/prod/b");
        await harness.GetAsync("/prod/nothing");
        for (var i = 0; i < 4; i++)
        {
            await harness.Records.NextAsync();
        }

        var series = harness.Plane.Metrics.Read();
        series.Length.ShouldBe(2);
        series[0].Resource.ShouldBeNull();
        (series[0].Count, series[0].ClientErrors).ShouldBe((4, 1));
        (series[1].Resource, series[1].Method, series[1].Count).ShouldBe(("/a/{id}", "GET", 2)); // the template, no path
    }

    [Fact]
    public async Task A_setting_for_one_verb_of_an_ANY_method_holds_for_that_verb_alone() // §12b
    {
        await using var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Mock("/any", "ANY").Mock("/any", "PUT"),
            static stage => stage with
            {
                MethodSettings = ApiBuilder.Map(
                    ("~1any/GET", new MethodSetting { MetricsEnabled = true, LoggingLevel = "INFO" }),
                    ("~1any/PUT", new MethodSetting { MetricsEnabled = true })),
            });

        foreach (var verb in (string[])["GET", "POST", "PUT"])
        {
            (await harness.SendAsync(verb, "/prod/any", null)).Dispose();
        }

        List<string> logged = [];
        for (var i = 0; i < 3; i++)
        {
            var record = await harness.Records.NextAsync();
            if (!record.ExecutionLog.IsEmpty)
            {
                logged.Add(record.HttpMethod);
            }
        }

        logged.ShouldBe(["GET"]);
        harness.Plane.Metrics.Read().Where(static series => series.Method is not null)
            .Select(static series => (series.Method, series.Count)).Order().ShouldBe([("GET", 1L), ("PUT", 1L)]);
    }

    [Fact]
    public async Task Hits_and_misses_of_the_cache_are_counted() // §14.4
    {
        await using var harness = await ExecutionHarness.StartAsync(
            RestPlaneTests.FunctionApi("/f", "GET"),
            static stage => stage with
            {
                CacheClusterEnabled = true,
                CacheClusterSize = "0.5",
                MethodSettings = ApiBuilder.Map(
                    ("*/*", new MethodSetting { CachingEnabled = true, CacheTtlInSeconds = 300, MetricsEnabled = true })),
            });
        harness.Functions.Returns("{\"statusCode\":200,\"body\":\"x\"}");

        for (var i = 0; i < 3; i++)
        {
            (await harness.GetAsync("/prod/f")).Dispose();
            await harness.Records.NextAsync();
        }

        harness.Plane.Metrics.Read().Select(static series => (series.Method, series.CacheHits, series.CacheMisses))
            .ShouldBe([(null, 2, 1), ("GET", 2, 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_deleted_stage_takes_its_counters_with_it()
    {
        await using var harness = await ExecutionHarness.StartAsync(new ApiBuilder().Mock("/b", "GET"));
        await harness.GetAsync("/prod/b");
        var stage = await harness.Store.FindAsync<StageDocument>(Scope, $"{ApiBuilder.ApiId}/prod", CancellationToken.None);

        await harness.Store.CommitAsync(new DocumentBatch(Scope).Delete(stage!), CancellationToken.None);

        harness.Plane.Metrics.Read().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_integration_is_timed_and_a_mock_is_not()
    {
        await using var harness = await ExecutionHarness.StartAsync(
            RestPlaneTests.FunctionApi("/f", "GET").Mock("/m", "GET"));
        harness.Functions.Returns("{\"statusCode\":500}");

        await harness.GetAsync("/prod/f");
        await harness.GetAsync("/prod/m");
        await harness.Records.NextAsync();
        await harness.Records.NextAsync();

        var read = harness.Plane.Metrics.Read().Single();
        (read.Count, read.ServerErrors, read.IntegrationLatency.Count).ShouldBe((2, 1, 1));
    }

    private static MeterName Name(string apiName) =>
        new() { Scope = Scope, ApiId = "a1b2c3d4e5", ApiName = apiName, Stage = "prod" };
}
