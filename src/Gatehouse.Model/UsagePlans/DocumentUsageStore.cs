using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UsagePlans;

/// <summary>Usage in the house's own store: right for one node, which is the only one that counts.</summary>
public sealed class DocumentUsageStore(IDocumentStore store) : IUsageStore
{
    /// <summary>The stored id of a subject's month.</summary>
    public static string IdOf(string planId, string keyId, DateOnly day) => $"{planId}/{Month(day)}/{keyId}";

    public async ValueTask<ImmutableArray<UsageHistory>> LoadAsync(DateOnly since, CancellationToken cancellationToken)
    {
        var months = new List<(UsageSubject, DateOnly, UsageDocument)>();
        foreach (var (scope, document) in await store.ListAllAsync<UsageDocument>(cancellationToken))
        {
            if (TryRead(scope, document, out var month))
            {
                months.Add(month);
            }
        }

        return Collect(months, since, DateOnly.MaxValue);
    }

    public async ValueTask<ImmutableArray<UsageHistory>> ReadAsync(
        DocumentScope scope, string planId, string? keyId, DateOnly first, DateOnly last,
        CancellationToken cancellationToken)
    {
        var months = new List<(UsageSubject, DateOnly, UsageDocument)>();
        for (var day = FirstOfMonth(first); day <= last; day = day.AddMonths(1))
        {
            if (keyId is not null)
            {
                var one = await store.FindAsync<UsageDocument>(scope, IdOf(planId, keyId, day), cancellationToken);
                if (one is not null)
                {
                    months.Add((new UsageSubject(scope, planId, keyId), day, one.Value));
                }

                continue;
            }

            foreach (var document in await store.ListAsync<UsageDocument>(
                scope, $"{planId}/{Month(day)}/", cancellationToken))
            {
                if (TryRead(scope, document, out var month))
                {
                    months.Add(month);
                }
            }
        }

        return Collect(months, first, last);
    }

    public async ValueTask GrantAsync(UsageSubject subject, UsageGrant grant, CancellationToken cancellationToken)
    {
        // It stands in the month in which its period begins: whoever reads the period reads that month.
        var id = IdOf(subject.PlanId, subject.KeyId, DateOnly.FromDayNumber(grant.PeriodStart));
        var read = await store.FindAsync<UsageDocument>(subject.Scope, id, cancellationToken);
        var batch = new DocumentBatch(subject.Scope);
        _ = read is null
            ? batch.Create(id, new UsageDocument { Days = NoDays, Grant = grant })
            : batch.Replace(read, read.Value with { Grant = grant });
        await store.CommitAsync(batch, cancellationToken);
    }

    public async ValueTask<ImmutableArray<UsageCount>> AddAsync(
        ImmutableArray<UsageCount> counts, CancellationToken cancellationToken)
    {
        var totals = new Dictionary<(UsageSubject, DateOnly), long>();
        foreach (var group in counts.GroupBy(count => count.Subject.Scope))
        {
            var batch = new DocumentBatch(group.Key);
            foreach (var month in group.GroupBy(count => (count.Subject, Month: FirstOfMonth(count.Day))))
            {
                await AddMonthAsync(batch, month.Key.Subject, [.. month], totals, cancellationToken);
            }

            await store.CommitAsync(batch, cancellationToken);
        }

        return [.. counts.Select(count => count with { Requests = totals[(count.Subject, count.Day)] })];
    }

    private static readonly ImmutableSortedDictionary<string, long> NoDays =
        ImmutableSortedDictionary<string, long>.Empty.WithComparers(StringComparer.Ordinal);

    private async ValueTask AddMonthAsync(
        DocumentBatch batch, UsageSubject subject, UsageCount[] counts,
        Dictionary<(UsageSubject, DateOnly), long> totals, CancellationToken cancellationToken)
    {
        var id = IdOf(subject.PlanId, subject.KeyId, counts[0].Day);
        var read = await store.FindAsync<UsageDocument>(subject.Scope, id, cancellationToken);
        var days = read?.Value.Days ?? NoDays;
        foreach (var count in counts)
        {
            var day = count.Day.ToString("dd", CultureInfo.InvariantCulture);
            var total = days.GetValueOrDefault(day) + count.Requests;
            days = days.SetItem(day, total);
            totals[(subject, count.Day)] = total;
        }

        if (read is not null)
        {
            batch.Replace(read, read.Value with { Days = days });
            return;
        }

        batch.Create(id, new UsageDocument { Days = days });

        // A month begins: the one that nobody can ask for any more goes.
        batch.DeleteIfPresent<UsageDocument>(
            IdOf(subject.PlanId, subject.KeyId, counts[0].Day.AddMonths(-UsagePlanLimits.UsageMonths)));
    }

    private static bool TryRead(
        DocumentScope scope, Versioned<UsageDocument> document, out (UsageSubject, DateOnly, UsageDocument) month)
    {
        month = default;
        if (document.Id.Split('/') is not [var plan, var text, var key]
            || !DateOnly.TryParseExact(
                text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            return false;
        }

        month = (new UsageSubject(scope, plan, key), first, document.Value);
        return true;
    }

    private static ImmutableArray<UsageHistory> Collect(
        List<(UsageSubject Subject, DateOnly First, UsageDocument Document)> months, DateOnly from, DateOnly to) =>
    [
        .. months.GroupBy(month => month.Subject).Select(group => new UsageHistory(
            group.Key,
            group.SelectMany(month => month.Document.Days.Select(day => (
                    Day: month.First.AddDays(int.Parse(day.Key, CultureInfo.InvariantCulture) - 1), Used: day.Value)))
                .Where(day => day.Day >= from && day.Day <= to)
                .ToImmutableSortedDictionary(day => day.Day, day => day.Used),
            [.. group.Select(month => month.Document.Grant).OfType<UsageGrant>()])),
    ];

    private static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
