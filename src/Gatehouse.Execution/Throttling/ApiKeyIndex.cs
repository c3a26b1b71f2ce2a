using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Execution.Throttling;

/// <summary>The keys in force. Take <see cref="Current"/> once per request.</summary>
internal sealed class ApiKeyCatalog(KeyHasher hasher)
{
    private volatile ApiKeyIndex _current = ApiKeyIndex.Empty;

    public ApiKeyIndex Current => _current;

    public KeyHasher Hasher => hasher;

    internal void Publish(ApiKeyIndex index) => _current = index;

    /// <returns>The key, enabled or not; <see langword="null"/> for a value that nobody was given.</returns>
    public KeyPlan? Find(ReadOnlySpan<char> value, int scope)
    {
        if (value.Length is 0 or > UsagePlanLimits.MaxValueLength)
        {
            return null;
        }

        var key = _current.Find(hasher.Of(value, scope));
        // The hash decides. Only who sent the key gets here, or a collision that nobody can search for: the time that
        // this takes tells nothing.
        return key is not null && value.SequenceEqual(key.Value) ? key : null;
    }
}

/// <summary>
/// All keys at one moment; nobody changes the map any more. A plain dictionary, because a commit copies ten thousand
/// keys
/// in microseconds, where a persistent map would cost every request, and a frozen one every commit.
/// </summary>
internal sealed class ApiKeyIndex(Dictionary<KeyHash, KeyPlan> keys)
{
    public static readonly ApiKeyIndex Empty = new([]);

    public KeyPlan? Find(in KeyHash hash) => keys.GetValueOrDefault(hash);
}

/// <summary>A key ready to serve.</summary>
internal sealed class KeyPlan
{
    public required string Id { get; init; }

    /// <summary><c>$context.identity.apiKey</c>. A secret: never logged whole.</summary>
    public required string Value { get; init; }

    public required bool IsEnabled { get; init; }

    /// <summary>The plans that the key is in; ten at most on AWS.</summary>
    public required ImmutableArray<PlanUse> Plans { get; init; }

    /// <returns>The one plan that covers the stage.</returns>
    public PlanUse? FindPlan(string apiStage)
    {
        foreach (var plan in Plans)
        {
            if (plan.Plan.Stages.ContainsKey(apiStage))
            {
                return plan;
            }
        }

        return null;
    }
}

/// <summary>A plan as one key uses it: the plan's numbers and the key's own state.</summary>
internal sealed record PlanUse(string KeyId, string KeyValue, UsagePlanPlan Plan, UsageState State)
{
    /// <summary>Without the value, which no log may hold.</summary>
    public override string ToString() => $"API key {KeyId} in usage plan {Plan.Id}";
}

/// <summary>A usage plan ready to apply.</summary>
internal sealed class UsagePlanPlan
{
    public required string Id { get; init; }

    public required Rate? Rate { get; init; }

    public required QuotaSettings? Quota { get; init; }

    /// <summary>By <c>{apiId}/{stage}</c>; the value is empty for a stage without method throttles.</summary>
    public required FrozenDictionary<string, FrozenDictionary<string, Rate?>> Stages { get; init; }
}
