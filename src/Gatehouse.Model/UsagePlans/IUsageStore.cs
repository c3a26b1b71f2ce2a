using System.Collections.Immutable;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UsagePlans;

/// <summary>Whose usage is counted: one key under one plan, over all the plan's stages.</summary>
public readonly record struct UsageSubject(DocumentScope Scope, string PlanId, string KeyId);

/// <summary>Requests of a subject on a day.</summary>
public readonly record struct UsageCount(UsageSubject Subject, DateOnly Day, long Requests);

/// <summary>What is known of a subject in a range of days; days without requests are left out.</summary>
public sealed record UsageHistory(
    UsageSubject Subject, ImmutableSortedDictionary<DateOnly, long> Days, ImmutableArray<UsageGrant> Grants);

/// <summary>What GetUsage shows and UpdateUsage changes. The data plane implements it while it serves.</summary>
public interface IUsageLedger
{
    /// <param name="scope">The plan's account and region.</param>
    /// <param name="planId">The plan.</param>
    /// <param name="keyId">One key, or <see langword="null"/> for all that were used.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    ValueTask<ImmutableArray<UsageHistory>> ReadAsync(
        DocumentScope scope, string planId, string? keyId, DateOnly first, DateOnly last,
        CancellationToken cancellationToken);

    /// <summary>Replaces what was granted in the period of the grant.</summary>
    ValueTask GrantAsync(UsageSubject subject, UsageGrant grant, CancellationToken cancellationToken);
}

/// <summary>
/// Keeps the counters of quotas. Callers post what they counted in batches, beside the requests, and learn the totals:
/// with several nodes on one store (increments in Redis) each comes to know what the others counted.
/// </summary>
public interface IUsageStore : IUsageLedger
{
    /// <summary>Everything counted since a day: read once, when the server starts.</summary>
    ValueTask<ImmutableArray<UsageHistory>> LoadAsync(DateOnly since, CancellationToken cancellationToken);

    /// <summary>Adds what was counted; negative numbers take back.</summary>
    /// <returns>The total of each subject and day, in the order of <paramref name="counts"/>.</returns>
    ValueTask<ImmutableArray<UsageCount>> AddAsync(
        ImmutableArray<UsageCount> counts, CancellationToken cancellationToken);
}
