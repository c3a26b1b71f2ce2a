using System.Collections.Concurrent;
using Gatehouse.Execution.Throttling;

namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>
/// The answers of authorizers on this node; outlives publications. A flush gives the stage a new edition, and what was
/// kept under the former one is found no more; an answer that is still awaited then is kept under the former one too.
/// </summary>
internal sealed class AuthorizerCaches(KeyHasher hasher, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StageEdition> _stages = new(StringComparer.Ordinal);

    public KeyHasher Hasher { get; } = hasher;

    public ExpiringCache<AuthorizerAnswer> Answers { get; } = new(
        AuthorizerLimits.Answers, AuthorizerLimits.AnswerBytes, time);

    /// <summary>Invocations under way, by what they are asked about.</summary>
    public ConcurrentDictionary<CallerKey, Task<AuthorizerVerdict>> Flights { get; } = new();

    /// <summary>The stage's edition, which its plans keep.</summary>
    /// <param name="stage">Account, region, API and name.</param>
    public StageEdition Open(string stage) => _stages.GetOrAdd(stage, static _ => new StageEdition());

    /// <summary>Takes over the stage's count of flushes: a higher one empties its cache.</summary>
    public void Flush(string stage, long flushes) => Open(stage).Raise(flushes);

    /// <summary>The stage is gone; a later one of this name finds nothing of it.</summary>
    public void Forget(string stage)
    {
        if (_stages.TryGetValue(stage, out var edition))
        {
            edition.Renew(); // kept, so that a later stage of this name goes on counting
        }
    }
}

/// <summary>How often what a stage kept was thrown away.</summary>
internal sealed class StageEdition
{
    private long _flushes;
    private long _value;

    public long Value => Volatile.Read(ref _value);

    public void Raise(long flushes)
    {
        if (Interlocked.Exchange(ref _flushes, flushes) != flushes)
        {
            Renew();
        }
    }

    public void Renew() => Interlocked.Increment(ref _value);
}
