using System.Collections.Immutable;
using Gatehouse.Execution.Throttling;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UsagePlans;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Execution.Throttling;

/// <summary>Quotas and how their counters are kept (rest-execution §10.2).</summary>
public sealed class UsageCounterTests
{
    private static readonly UsageSubject Subject = new(new DocumentScope("000000000000", "us-east-1"), "plan01", "key0000001");
    private static readonly int Sunday = new DateOnly(2026, 3, 15).DayNumber;

    private readonly UsageCounter _counter = new(Subject, static _ => { });

    [Theory]
    [InlineData("DAY", 0, 1)]
    [InlineData("WEEK", 0, 7)] // 15 March 2026 is a Sunday: a week begins
    [InlineData("WEEK", 3, 3)] // begins on Wednesday the 18th
    [InlineData("MONTH", 0, 17)]
    [InlineData("MONTH", 19, 5)] // begins on the 20th
    public void A_quota_holds_until_its_period_ends_at_midnight_UTC(string period, int offset, int days)
    {
        var quota = new QuotaSettings { Limit = 2, Period = period, Offset = offset };
        Count(quota, Sunday, 3).ShouldBe(2);
        for (var day = 1; day < days; day++)
        {
            Count(quota, Sunday + day, 1).ShouldBe(0, $"day {day}");
        }

        Count(quota, Sunday + days, 3).ShouldBe(2);
    }

    [Fact]
    public void A_quota_counts_what_its_earlier_days_used()
    {
        var quota = new QuotaSettings { Limit = 10, Period = "MONTH" };
        Count(quota, Sunday, 4).ShouldBe(4);
        Count(quota, Sunday + 1, 4).ShouldBe(4);
        Count(quota, Sunday + 2, 4).ShouldBe(2);
    }

    [Fact]
    public void A_changed_quota_holds_at_once_for_what_was_counted_before()
    {
        Count(new QuotaSettings { Limit = 5, Period = "DAY" }, Sunday, 4).ShouldBe(4);

        Count(new QuotaSettings { Limit = 6, Period = "MONTH" }, Sunday, 9).ShouldBe(2);
        Count(quota: null, Sunday, 9).ShouldBe(9);
        Count(new QuotaSettings { Limit = 20, Period = "DAY" }, Sunday, 9).ShouldBe(5);
    }

    [Fact]
    public void A_grant_extends_this_period_alone()
    {
        var quota = new QuotaSettings { Limit = 2, Period = "DAY" };
        Count(quota, Sunday, 2);
        _counter.Grant(new UsageGrant(Sunday, 3));

        Count(quota, Sunday, 9).ShouldBe(3);
        Count(quota, Sunday + 1, 9).ShouldBe(2);
    }

    [Fact]
    public void What_is_given_back_may_be_used_again()
    {
        var quota = new QuotaSettings { Limit = 1, Period = "DAY" };
        Count(quota, Sunday, 2).ShouldBe(1);
        _counter.GiveBack();
        Count(quota, Sunday, 2).ShouldBe(1);
    }

    [Fact]
    public void A_request_from_before_midnight_counts_for_the_new_day_once_that_has_begun()
    {
        var quota = new QuotaSettings { Limit = 1, Period = "DAY" };
        Count(quota, Sunday + 1, 1).ShouldBe(1);
        Count(quota, Sunday, 1).ShouldBe(0);
    }

    [Fact]
    public void Many_threads_never_get_more_than_the_quota()
    {
        var quota = new QuotaSettings { Limit = 10_000, Period = "DAY" };
        var counted = 0;
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                if (_counter.TryCount(quota, Sunday))
                {
                    Interlocked.Increment(ref counted);
                }
            }
        });
        counted.ShouldBe(10_000);
    }

    [Fact]
    public async Task Counters_survive_a_restart_and_are_stored_behind_the_requests()
    {
        var store = new DocumentUsageStore(new Fakes.InMemoryDocumentStore());
        var clock = new SteppedClock();
        var quota = new QuotaSettings { Limit = 5, Period = "MONTH" };
        await using (var first = await StartAsync(clock, store))
        {
            first.CounterOf(Subject).TryCount(quota, Sunday).ShouldBeTrue();
            clock.Advance(TimeSpan.FromDays(1));
            first.CounterOf(Subject).TryCount(quota, Sunday + 1).ShouldBeTrue();
        }

        await using var second = await StartAsync(clock, store);
        for (var left = 3; left > 0; left--)
        {
            second.CounterOf(Subject).TryCount(quota, Sunday + 1).ShouldBeTrue();
        }

        second.CounterOf(Subject).TryCount(quota, Sunday + 1).ShouldBeFalse();
        var history = (await ReadAsync(second)).ShouldHaveSingleItem();
        history.Days.Values.ShouldBe([1L, 4L]);
    }

    [Fact]
    public async Task A_store_that_fails_loses_no_count()
    {
        var store = new FailingStore(new DocumentUsageStore(new Fakes.InMemoryDocumentStore()));
        await using var ledger = await StartAsync(new SteppedClock(), store);
        ledger.CounterOf(Subject).TryCount(quota: null, Sunday);
        store.IsFailing = true;
        await ledger.SaveAsync(CancellationToken.None);
        store.IsFailing = false;
        ledger.CounterOf(Subject).TryCount(quota: null, Sunday);

        (await ReadAsync(ledger))[0].Days.Values.ShouldBe([2L]);
    }

    [Fact]
    public async Task What_other_nodes_count_counts_here()
    {
        var shared = new DocumentUsageStore(new Fakes.InMemoryDocumentStore());
        await using var here = await StartAsync(new SteppedClock(), shared);
        await using var there = await StartAsync(new SteppedClock(), shared);
        var quota = new QuotaSettings { Limit = 4, Period = "DAY" };
        Take(here, quota, 2).ShouldBe(2);
        await here.SaveAsync(CancellationToken.None);
        Take(there, quota, 1).ShouldBe(1);
        await there.SaveAsync(CancellationToken.None);

        Take(there, quota, 9).ShouldBe(1); // it has learnt of the two
    }

    [Fact]
    public async Task What_is_gone_is_forgotten_and_not_stored_any_more()
    {
        var documents = new Fakes.InMemoryDocumentStore();
        await using (var ledger = await StartAsync(new SteppedClock(), new DocumentUsageStore(documents)))
        {
            ledger.CounterOf(Subject).TryCount(quota: null, Sunday);
            ledger.Forget(Subject);
        }

        documents.Count.ShouldBe(0);
    }

    [Fact]
    public void A_period_begins_where_the_offset_says()
    {
        var week = new QuotaSettings { Limit = 1, Period = "WEEK", Offset = 6 };
        QuotaPeriod.StartOf(week, new DateOnly(2026, 3, 15)).ShouldBe(new DateOnly(2026, 3, 14));
        var month = new QuotaSettings { Limit = 1, Period = "MONTH", Offset = 27 };
        QuotaPeriod.StartOf(month, new DateOnly(2026, 3, 15)).ShouldBe(new DateOnly(2026, 2, 28));
        QuotaPeriod.StartOf(month, new DateOnly(2024, 2, 28)).ShouldBe(new DateOnly(2024, 2, 28));
        QuotaPeriod.StartOf(month, new DateOnly(2026, 1, 1)).ShouldBe(new DateOnly(2025, 12, 28));
    }

    private int Count(QuotaSettings? quota, int day, int times) =>
        Enumerable.Range(0, times).Count(_ => _counter.TryCount(quota, day));

    private static int Take(UsageLedger ledger, QuotaSettings quota, int times) =>
        Enumerable.Range(0, times).Count(_ => ledger.CounterOf(Subject).TryCount(quota, Sunday));

    private static async Task<UsageLedger> StartAsync(SteppedClock clock, IUsageStore store)
    {
        var ledger = new UsageLedger(clock, NullLogger<UsageLedger>.Instance);
        await ledger.StartAsync(store, CancellationToken.None);
        return ledger;
    }

    private static ValueTask<ImmutableArray<UsageHistory>> ReadAsync(UsageLedger ledger) => ledger.ReadAsync(
        Subject.Scope, Subject.PlanId, Subject.KeyId, DateOnly.FromDayNumber(Sunday), DateOnly.FromDayNumber(Sunday + 2),
        CancellationToken.None);

    private sealed class FailingStore(IUsageStore inner) : IUsageStore
    {
        public bool IsFailing { get; set; }

        public ValueTask<ImmutableArray<UsageHistory>> LoadAsync(DateOnly since, CancellationToken cancellationToken) =>
            inner.LoadAsync(since, cancellationToken);

        public ValueTask<ImmutableArray<UsageHistory>> ReadAsync(
            DocumentScope scope, string planId, string? keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
            inner.ReadAsync(scope, planId, keyId, first, last, cancellationToken);

        public ValueTask GrantAsync(UsageSubject subject, UsageGrant grant, CancellationToken cancellationToken) =>
            inner.GrantAsync(subject, grant, cancellationToken);

        public ValueTask<ImmutableArray<UsageCount>> AddAsync(ImmutableArray<UsageCount> counts, CancellationToken cancellationToken) =>
            IsFailing ? throw new IOException("the disk is full") : inner.AddAsync(counts, cancellationToken);
    }
}
