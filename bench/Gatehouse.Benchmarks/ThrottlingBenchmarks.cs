using BenchmarkDotNet.Attributes;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Throttling;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UsagePlans;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Benchmarks;

/// <summary>
/// What throttling adds to a request of some six microseconds: the account's limit, which every method has, then a key's
/// lookup among ten thousand, its bucket and its counter.
/// </summary>
[MemoryDiagnoser]
public class ThrottlingBenchmarks
{
    private const int Calls = 1_024;

    private static readonly QuotaSettings Quota = new() { Limit = int.MaxValue, Period = "MONTH" };

    private readonly TokenBucket _bucket = new(TimeProvider.System);
    private readonly Rate _rate = new(10_000_000, 1_000_000_000);
    private readonly ApiKeyCatalog _keys = new(new KeyHasher(new RandomIdSource()));
    private readonly UsageCounter _counter = new(default, static _ => { });
    private RateStep _accountOnly = null!;
    private RateStep _stageAndAccount = null!;
    private RestCall _call = null!;
    private string _key = null!;
    private int _today;

    [GlobalSetup]
    public void Setup()
    {
        var account = new AccountRate(new TokenBucket(TimeProvider.System), _rate);
        _accountOnly = new RateStep(account, stage: null);
        _stageAndAccount = new RateStep(account, new MethodRate(new TokenBucket(TimeProvider.System), _rate));
        var ids = new RequestIdentifiers(new RandomIdSource());
        var request = new ArrivedRequest(
            new DefaultHttpContext(), null!, "/", default(InvokeAddress), ids, TimeProvider.System.GetUtcNow(),
            TimeProvider.System.GetTimestamp());
        _call = new RestCall(request, null!, default!);
        _today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).DayNumber;
        var keys = new Dictionary<KeyHash, KeyPlan>();
        for (var i = 0; i < 10_000; i++)
        {
            _key = $"{i:D40}";
            keys[_keys.Hasher.Of(_key, 0)] = new KeyPlan { Id = $"{i}", Value = _key, IsEnabled = true, Plans = [] };
        }

        _keys.Publish(new ApiKeyIndex(keys));
    }

    [Benchmark(OperationsPerInvoke = Calls, Baseline = true)]
    public int AccountStep() => Run(_accountOnly);

    [Benchmark(OperationsPerInvoke = Calls)]
    public int StageAndAccountStep() => Run(_stageAndAccount);

    /// <summary>Two cores that do nothing but take from one bucket: far worse than two that also serve requests.</summary>
    [Benchmark(OperationsPerInvoke = 2 * Calls)]
    public long BucketUnderContention()
    {
        var taken = 0L;
        Parallel.For(0, 2, _ =>
        {
            var here = 0;
            for (var i = 0; i < Calls; i++)
            {
                here += _bucket.TryTake(_rate, _call.Request.StartedAt) ? 1 : 0;
            }

            Interlocked.Add(ref taken, here);
        });
        return taken;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public int KeyLookup()
    {
        var found = 0;
        for (var i = 0; i < Calls; i++)
        {
            found += _keys.Find(_key, 0) is null ? 0 : 1;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public int QuotaCounter()
    {
        var counted = 0;
        for (var i = 0; i < Calls; i++)
        {
            counted += _counter.TryCount(Quota, _today) ? 1 : 0;
        }

        return counted;
    }

    private int Run(RateStep step)
    {
        var passed = 0;
        for (var i = 0; i < Calls; i++)
        {
            passed += Completed.Take(step.RunAsync(_call)).Fault is null ? 1 : 0;
        }

        return passed;
    }
}
