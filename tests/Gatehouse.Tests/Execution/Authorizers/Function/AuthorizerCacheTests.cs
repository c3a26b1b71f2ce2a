using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Throttling;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers.Function;

/// <summary>What is kept of an authorizer's answers, for whom and how long: security §5.5, §11.10.</summary>
public sealed class AuthorizerCacheTests : IAsyncDisposable
{
    private const string Arn = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod";

    private ExecutionHarness _harness = null!;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task A_kept_policy_for_one_method_denies_another_until_it_is_flushed() // §5.5, "observable behaviour"
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Functions.Returns(AuthorizerApi.Allow(Arn + "/GET/plain"));
        (await GetAsync("/prod/plain", ("Auth", "a"))).ShouldBe(200);
        _harness.Functions.Returns(AuthorizerApi.Allow("*"));
        (await GetAsync("/prod/other", ("Auth", "a"))).ShouldBe(403);
        Calls.ShouldBe(1);

        await FlushAsync(1);
        (await GetAsync("/prod/other", ("Auth", "a"))).ShouldBe(200);
        Calls.ShouldBe(2);
        await FlushAsync(1); // the same count is no new flush
        (await GetAsync("/prod/other", ("Auth", "a"))).ShouldBe(200);
        Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Denials_are_kept_too() // §5.5
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Functions.Returns(AuthorizerApi.Policy("Deny", "*"));
        (await GetAsync("/prod/plain", ("Auth", "a"))).ShouldBe(403);
        (await GetAsync("/prod/plain", ("Auth", "a"))).ShouldBe(403);
        Calls.ShouldBe(1);
    }

    [Fact]
    public async Task The_time_of_an_answer_ends() // §5.1: authorizerResultTtlInSeconds
    {
        var clock = new SteppedClock();
        await StartAsync(AuthorizerApi.Token(ttl: 60), d => d with { Time = clock });
        _harness.Functions.Returns(AuthorizerApi.Allow("*"));
        await GetAsync("/prod/plain", ("Auth", "a"));
        clock.Advance(TimeSpan.FromSeconds(59));
        await GetAsync("/prod/plain", ("Auth", "a"));
        Calls.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(1));
        await GetAsync("/prod/plain", ("Auth", "a"));
        Calls.ShouldBe(2);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(300, 1)]
    [InlineData(null, 1)] // 300 by default
    public async Task A_TTL_of_zero_keeps_nothing(int? ttl, int calls)
    {
        await StartAsync(AuthorizerApi.Token(ttl: ttl));
        _harness.Functions.Returns(AuthorizerApi.Allow("*"));
        await GetAsync("/prod/plain", ("Auth", "a"));
        await GetAsync("/prod/other", ("Auth", "a"));
        Calls.ShouldBe(calls);
    }

    [Fact]
    public async Task Every_identity_source_tells_callers_apart_and_none_can_stand_for_another() // §11.10
    {
        await StartAsync(AuthorizerApi.Request("method.request.header.A, method.request.querystring.A, method.request.header.B"));
        _harness.Functions.Returns(AuthorizerApi.Allow("*"));
        string[][] callers =
        [
            ["x", "y", "z"], ["y", "x", "z"], ["xy", "z", "z"], ["x", "yz", "z"], ["x,y", "z", "z"], ["x", "y,z", "z"],
            ["X", "y", "z"], ["x", "y", "z2"],
        ];
        foreach (var caller in callers.Concat(callers))
        {
            (await GetAsync($"/prod/plain?A={caller[1]}", ("A", caller[0]), ("B", caller[2]))).ShouldBe(200);
        }

        Calls.ShouldBe(callers.Length);
    }

    [Fact]
    public async Task Several_values_of_one_source_are_another_caller_than_their_text_in_one()
    {
        await StartAsync(AuthorizerApi.Request("method.request.querystring.k"));
        _harness.Functions.Returns(AuthorizerApi.Allow("*"));
        await GetAsync("/prod/plain?k=a&k=b");
        await GetAsync("/prod/plain?k=b&k=a");
        await GetAsync("/prod/plain?k=b");
        await GetAsync("/prod/plain?k=a,b");
        Calls.ShouldBe(4);
    }

    [Fact]
    public async Task Neither_another_stage_nor_another_setting_of_the_authorizer_finds_an_answer()
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Functions.Returns(AuthorizerApi.Allow("*"));
        await _harness.DeployAsync(AuthorizerApi.Build(AuthorizerApi.Token()), stageName: "dev");
        await GetAsync("/prod/plain", ("Auth", "a"));
        await GetAsync("/dev/plain", ("Auth", "a"));
        Calls.ShouldBe(2);

        await _harness.DeployAsync(AuthorizerApi.Build(AuthorizerApi.Token()));
        await GetAsync("/prod/plain", ("Auth", "a"));
        Calls.ShouldBe(2); // the same authorizer, deployed again
        await _harness.DeployAsync(AuthorizerApi.Build(AuthorizerApi.Token(ttl: 301)));
        await GetAsync("/prod/plain", ("Auth", "a"));
        Calls.ShouldBe(3);
    }

    [Fact]
    public async Task A_deleted_stage_leaves_nothing_to_a_later_one_of_its_name()
    {
        await StartAsync(AuthorizerApi.Token());
        _harness.Functions.Returns(AuthorizerApi.Allow("*"));
        await GetAsync("/prod/plain", ("Auth", "a"));
        var stage = await _harness.Store.FindAsync<StageDocument>(
            ExecutionHarness.Scope, $"{ApiBuilder.ApiId}/prod", TestContext.Current.CancellationToken);
        await _harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Delete(stage!), TestContext.Current.CancellationToken);
        await _harness.DeployAsync(AuthorizerApi.Build(AuthorizerApi.Token()));
        await GetAsync("/prod/plain", ("Auth", "a"));
        Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Equal_callers_that_come_together_cost_one_call_and_others_their_own()
    {
        await StartAsync(AuthorizerApi.Token());
        var arrived = new SemaphoreSlim(0);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _harness.Functions.Handler = async (_, _) =>
        {
            arrived.Release();
            await gate.Task;
            return Result(AuthorizerApi.Allow("*"));
        };
        var same = Enumerable.Range(0, 8).Select(i => GetAsync(i % 2 == 0 ? "/prod/plain" : "/prod/other", ("Auth", "a"))).ToArray();
        var other = GetAsync("/prod/plain", ("Auth", "b"));
        await arrived.WaitAsync(TestContext.Current.CancellationToken);
        await arrived.WaitAsync(TestContext.Current.CancellationToken);
        gate.SetResult();

        (await Task.WhenAll([.. same, other])).ShouldAllBe(status => status == 200);
        Calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_is_shared_with_nobody() // §5.5: errors are not kept
    {
        await StartAsync(AuthorizerApi.Token());
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        _harness.Functions.Handler = async (_, _) =>
        {
            if (Interlocked.Increment(ref count) > 1)
            {
                return Result(AuthorizerApi.Allow("*"));
            }

            first.SetResult();
            await gate.Task;
            return new FunctionResult { Outcome = FunctionOutcome.FunctionFailed, Payload = "{}"u8.ToArray() };
        };
        var failing = GetAsync("/prod/plain", ("Auth", "a"));
        await first.Task;
        var waiting = GetAsync("/prod/plain", ("Auth", "a"));
        gate.SetResult();

        (await failing).ShouldBe(500);
        (await waiting).ShouldBe(200);
    }

    [Fact]
    public async Task The_key_that_an_authorizer_names_is_looked_for_among_the_APIs_keys_and_the_header_is_not() // §5.4, §8
    {
        var api = AuthorizerApi.Build(AuthorizerApi.Token(), method => method with { ApiKeyRequired = true });
        api.Api = api.Api with { ApiKeySource = "AUTHORIZER" };
        _harness = await ExecutionHarness.StartAsync(api);
        _harness.Functions.Returns(AuthorizerApi.Allow("*", """, "usageIdentifierKey":"no-such-key-at-all-0001" """));
        (await GetAsync("/prod/plain", ("Auth", "a"), ("x-api-key", "whatever"))).ShouldBe(403);
        _harness.Records.Records[^1].Detail!.ShouldContain("-0001");
        _harness.Functions.Returns(AuthorizerApi.Allow("*"));
        (await GetAsync("/prod/plain", ("Auth", "b"), ("x-api-key", "whatever"))).ShouldBe(403);
        _harness.Records.Records[^1].Detail!.ShouldContain("the authorizer gave no usageIdentifierKey");
        (await GetAsync("/prod/plain")).ShouldBe(401); // the key is checked after the authorizer
    }

    private int Calls => _harness.Functions.Calls.Count;

    private async Task StartAsync(
        AuthorizerDocument authorizer, Func<Gatehouse.Execution.ExecutionDependencies, Gatehouse.Execution.ExecutionDependencies>? with = null) =>
        _harness = await ExecutionHarness.StartAsync(AuthorizerApi.Build(authorizer), dependencies: with);

    private async Task FlushAsync(long count) => await _harness.Store.CommitAsync(
        new DocumentBatch(ExecutionHarness.Scope).Upsert(
            $"{ApiBuilder.ApiId}/prod", new StageCacheEditionDocument { AuthorizerFlushes = count }),
        TestContext.Current.CancellationToken);

    private static FunctionResult Result(string payload) =>
        new() { Outcome = FunctionOutcome.Succeeded, Payload = Encoding.UTF8.GetBytes(payload) };

    private async Task<int> GetAsync(string path, params (string Name, string Value)[] headers) =>
        (int)(await _harness.GetAsync(path, headers)).StatusCode;
}
