using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Identity.Tokens;
using Gatehouse.Tests.Execution.Throttling;
using Gatehouse.Tests.Identity.Tokens;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers.Jwt;

/// <summary>When an issuer is asked for its keys, and how long they serve: http-api §13.2, security §11.11.</summary>
public sealed class IssuerStateTests
{
    private readonly SteppedClock _clock = new();
    private readonly ScriptedKeys _source = new();
    private readonly IssuerState _issuer;

    public IssuerStateTests() =>
        _issuer = new IssuerState("https://issuer", _source, _clock, NullLogger.Instance);

    [Fact]
    public async Task Requests_that_come_together_cost_one_fetch()
    {
        _source.Hold();
        var waiting = Enumerable.Range(0, 50).Select(_ => FindAsync("key-1").AsTask()).ToArray();
        _source.Release();
        var answers = await Task.WhenAll(waiting);

        answers.ShouldAllBe(answer => answer.Keys!.Has("key-1"));
        _source.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task A_flood_of_unknown_key_ids_costs_one_fetch_in_its_pause() // security §11.11, kid flood
    {
        await FindAsync("key-1");
        _clock.Advance(AuthorizerLimits.UnknownKeyPause);
        for (var i = 0; i < 1_000; i++)
        {
            (await FindAsync($"made-up-{i}")).Keys!.Has("key-1").ShouldBeTrue();
        }

        _source.Fetches.ShouldBe(2);
        _clock.Advance(AuthorizerLimits.UnknownKeyPause);
        await FindAsync("made-up");
        _source.Fetches.ShouldBe(3);
    }

    [Fact]
    public async Task A_rotated_key_is_found_after_the_pause_and_the_old_one_as_long_as_it_is_published()
    {
        var before = (await FindAsync("key-1")).Keys;
        _source.Keys = SigningAuthority.SetOf(_source.Authority.Jwk("key-1"), _source.Authority.Jwk("key-2"));
        (await FindAsync("key-2")).Keys!.Has("key-2").ShouldBeFalse(); // too early
        _clock.Advance(AuthorizerLimits.UnknownKeyPause);

        var after = (await FindAsync("key-2")).Keys!;
        after.Has("key-2").ShouldBeTrue();
        after.Has("key-1").ShouldBeTrue();
        after.ShouldNotBeSameAs(before);

        _source.Keys = SigningAuthority.SetOf(_source.Authority.Jwk("key-2"));
        _clock.Advance(AuthorizerLimits.KeyRefresh);
        await FindAsync("key-3");
        (await FindAsync("key-2")).Keys!.Has("key-1").ShouldBeFalse(); // withdrawn
    }

    [Fact]
    public async Task The_same_bytes_stay_the_same_keys_so_that_verified_tokens_stay_verified()
    {
        var first = (await FindAsync("key-1")).Keys;
        _clock.Advance(AuthorizerLimits.KeyRefresh);
        await FindAsync("another");
        (await FindAsync("key-1")).Keys.ShouldBeSameAs(first);
        _source.Fetches.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Keys_of_an_issuer_that_is_down_serve_for_two_hours_and_no_longer() // http-api §13.2 step 4
    {
        await FindAsync("key-1");
        _source.IsDown = true;
        for (var minutes = 0; minutes < 115; minutes += 5)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            (await FindAsync("key-1")).Keys!.Has("key-1").ShouldBeTrue();
        }

        _clock.Advance(TimeSpan.FromMinutes(5));
        var end = await FindAsync("key-1");
        end.Keys.ShouldBeNull();
        end.Problem.ShouldBe("JWKS communication error");

        _source.IsDown = false;
        _clock.Advance(AuthorizerLimits.FailurePause);
        (await FindAsync("key-1")).Keys!.Has("key-1").ShouldBeTrue();
    }

    [Fact]
    public async Task An_issuer_that_never_answered_is_asked_again_after_a_pause_and_requests_do_not_wait_in_between()
    {
        _source.IsDown = true;
        (await FindAsync("key-1")).Problem.ShouldBe("JWKS communication error");
        for (var i = 0; i < 100; i++)
        {
            var answer = FindAsync("key-1");
            answer.IsCompletedSuccessfully.ShouldBeTrue();
            (await answer).Problem.ShouldBe("JWKS communication error");
        }

        _source.Fetches.ShouldBe(1);
        _clock.Advance(AuthorizerLimits.FailurePause);
        _source.IsDown = false;
        (await FindAsync("key-1")).Keys.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_request_that_goes_away_ends_its_own_wait_only()
    {
        _source.Hold();
        using var gone = new CancellationTokenSource();
        var leaving = _issuer.FindAsync("key-1", gone.Token).AsTask();
        var staying = FindAsync("key-1").AsTask();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaving);
        _source.Release();

        (await staying).Keys.ShouldNotBeNull();
    }

    private ValueTask<KeyAnswer> FindAsync(string keyId) => _issuer.FindAsync(keyId, CancellationToken.None);

    private sealed class ScriptedKeys() : KeySource(new JsonFetcher(TimeProvider.System, NullLogger.Instance))
    {
        private TaskCompletionSource _gate = Done();
        private int _fetches;

        public SigningAuthority Authority { get; } = new();

        public string? Keys { get; set; }

        public bool IsDown { get; set; }

        public int Fetches => Volatile.Read(ref _fetches);

        public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _gate.SetResult();

        public override async Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _fetches);
            await _gate.Task;
            var bytes = Encoding.UTF8.GetBytes(Keys ?? SigningAuthority.SetOf((JsonNode)Authority.Jwk()));
            return IsDown
                ? KeyFetch.Failed(KeyFetch.KeySetProblem, "down")
                : new KeyFetch(KeySetReader.TryRead(bytes), bytes, null, null);
        }

        private static TaskCompletionSource Done()
        {
            var done = new TaskCompletionSource();
            done.SetResult();
            return done;
        }
    }
}
