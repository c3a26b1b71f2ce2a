using System.Collections.Concurrent;

namespace Gatehouse.Execution.Throttling;

/// <summary>
/// What a key has used of a plan: its buckets and its counter. Outlives every publication; goes with the key or the
/// plan.
/// </summary>
internal sealed class UsageState(UsageCounter counter, TimeProvider time)
{
    // Only ever asked for methods that the plan limits, so it holds no more than the plan says.
    private readonly ConcurrentDictionary<(string ApiStage, string Method), TokenBucket> _methods = new();

    public TokenBucket Bucket { get; } = new(time);

    public UsageCounter Counter { get; } = counter;

    public TokenBucket MethodBucket(string apiStage, string method) =>
        _methods.GetOrAdd((apiStage, method), static (_, time) => new TokenBucket(time), time);
}
