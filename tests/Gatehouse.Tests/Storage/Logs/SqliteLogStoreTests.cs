using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Logs;
using Gatehouse.Storage;
using Gatehouse.Storage.Logs;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Storage.Logs;

/// <summary>Log groups, streams and events (observability §2.4, as far as a store has to know it).</summary>
public sealed class SqliteLogStoreTests : IDisposable
{
    private static readonly DocumentScope Scope = new("000000000000", "us-east-1");
    private static readonly LogGroupKey Group = new(Scope, "/aws/lambda/hello");
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly SetTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Events_come_back_in_order_of_time_then_of_arrival()
    {
        await using var store = Open();

        await store.WriteAsync(Batch("s1", (3, "c"), (5, "e")), CancellationToken.None);
        await store.WriteAsync(Batch("s2", (1, "a"), (3, "d")), CancellationToken.None);

        (await ReadAsync(store)).Select(static e => e.Message).ShouldBe(["a", "c", "d", "e"]);
        (await ReadAsync(store, q => q with { Limit = 2 })).Select(static e => e.Message).ShouldBe(["a", "c"]);
        (await ReadAsync(store, q => q with { Limit = 2, TakesLast = true })).Select(static e => e.Message).ShouldBe(["d", "e"]);
        (await ReadAsync(store, q => q with { Streams = ["s2"] })).Select(static e => e.Message).ShouldBe(["a", "d"]);
        (await ReadAsync(store, q => q with { From = Noon.AddSeconds(3), Until = Noon.AddSeconds(5) }))
            .Select(static e => e.Message).ShouldBe(["c", "d"]); // start inclusive, end exclusive
    }

    [Fact]
    public async Task Pages_and_followers_see_every_event_once()
    {
        await using var store = Open();
        await store.WriteAsync(Batch("s", [.. Enumerable.Range(0, 10).Select(i => (5, $"m{i}"))]), CancellationToken.None);

        var seen = new List<string>();
        LogPosition? after = null;
        while (await ReadAsync(store, q => q with { Limit = 3, After = after }) is { IsEmpty: false } page)
        {
            seen.AddRange(page.Select(static e => e.Message));
            after = new LogPosition(page[^1].Timestamp, page[^1].Id);
        }

        seen.ShouldBe(Enumerable.Range(0, 10).Select(static i => $"m{i}"));
        var last = (await ReadAsync(store))[^1].Id;
        await store.WriteAsync(Batch("s", (1, "late")), CancellationToken.None); // older by time, newer by arrival
        (await ReadAsync(store, q => q with { AfterId = last })).Single().Message.ShouldBe("late");
    }

    [Fact]
    public async Task Terms_are_all_needed_and_compare_letter_by_letter() // §2.6, unstructured
    {
        await using var store = Open();
        await store.WriteAsync(
            Batch("s", (1, "ERROR one 100%"), (2, "error two"), (3, "ERROR two _")), CancellationToken.None);

        (await ReadAsync(store, q => q with { Terms = ["ERROR", "two"] })).Single().Message.ShouldBe("ERROR two _");
        (await ReadAsync(store, q => q with { Terms = ["%"] })).Single().Message.ShouldBe("ERROR one 100%");
        (await ReadAsync(store, q => q with { Terms = ["' OR 1=1 --"] })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Groups_and_streams_appear_with_their_first_event_and_are_counted_as_CloudWatch_counts()
    {
        await using var store = Open();

        await store.WriteAsync(Batch("s", (1, "äöü")), CancellationToken.None); // six bytes of UTF-8, and 26
        var groups = await store.ListGroupsAsync(Scope, "/aws/", CancellationToken.None);
        var streams = await store.ListStreamsAsync(Group, "", CancellationToken.None);

        groups.Single().ShouldBe(new LogGroup(Group, groups[0].CreatedAt, null, 32));
        streams.Single().FirstEventAt.ShouldBe(Noon.AddSeconds(1));
        (await store.ListGroupsAsync(new DocumentScope("1", "x"), "", CancellationToken.None)).ShouldBeEmpty();
        (await store.ListGroupsAsync(null, "nothing", CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Groups_and_streams_are_made_and_deleted_once()
    {
        await using var store = Open();

        (await store.CreateGroupAsync(Group, CancellationToken.None)).ShouldBeTrue();
        (await store.CreateGroupAsync(Group, CancellationToken.None)).ShouldBeFalse();
        (await store.CreateStreamAsync(Group, "s", CancellationToken.None)).ShouldBeTrue();
        (await store.CreateStreamAsync(Group, "s", CancellationToken.None)).ShouldBeFalse();
        await store.WriteAsync(Batch("s", (1, "a")), CancellationToken.None);
        (await store.SetRetentionAsync(Group, 7, CancellationToken.None)).ShouldBeTrue();
        (await store.ListGroupsAsync(Scope, "", CancellationToken.None)).Single().RetentionDays.ShouldBe(7);
        (await store.DeleteStreamAsync(Group, "s", CancellationToken.None)).ShouldBeTrue();
        (await ReadAsync(store)).ShouldBeEmpty();
        (await store.ListGroupsAsync(Scope, "", CancellationToken.None)).Single().StoredBytes.ShouldBe(0);
        (await store.DeleteStreamAsync(Group, "s", CancellationToken.None)).ShouldBeFalse();
        await store.WriteAsync(Batch("s", (1, "again")), CancellationToken.None); // the writer forgot the old ids
        (await ReadAsync(store)).Single().Message.ShouldBe("again");
        (await store.DeleteGroupAsync(Group, CancellationToken.None)).ShouldBeTrue();
        (await store.DeleteGroupAsync(Group, CancellationToken.None)).ShouldBeFalse();
        (await store.SetRetentionAsync(Group, 7, CancellationToken.None)).ShouldBeFalse();
        (await store.ListGroupsAsync(null, "", CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_older_than_their_groups_retention_go()
    {
        await using var store = Open(age: TimeSpan.FromDays(30));
        var other = Group with { Name = "other" };
        await store.CreateGroupAsync(Group, CancellationToken.None);
        await store.SetRetentionAsync(Group, 1, CancellationToken.None);

        await store.WriteAsync(
            new LogBatch(Group, "s", [new LogEntry(Noon.AddDays(-2), "old"), new LogEntry(Noon.AddHours(-1), "young")]),
            CancellationToken.None);
        await store.WriteAsync(
            new LogBatch(other, "s", [new LogEntry(Noon.AddDays(-31), "old"), new LogEntry(Noon.AddDays(-29), "young")]),
            CancellationToken.None);
        _time.Now += TimeSpan.FromMinutes(2); // ages are looked at once a minute
        await PrunedAsync(store);

        (await ReadAsync(store)).Select(static e => e.Message).ShouldBe(["young"]);
        (await ReadAsync(store, q => q with { Group = other })).Select(static e => e.Message).ShouldBe(["young"]);
    }

    [Fact]
    public async Task When_the_store_is_full_the_oldest_events_make_room()
    {
        await using var store = Open(storedBytes: 10_000, age: TimeSpan.FromDays(10_000));

        for (var i = 0; i < 300; i++)
        {
            await store.WriteAsync(Batch("s", (i, new string('x', 174))), CancellationToken.None); // 200 bytes each
        }

        await PrunedAsync(store);
        (await store.ListGroupsAsync(null, "", CancellationToken.None)).Single().StoredBytes.ShouldBeLessThanOrEqualTo(10_000);
        var bytes = (await ReadAsync(store)).Sum(static e => e.Message.Length + 26L);
        (await store.ListGroupsAsync(null, "", CancellationToken.None)).Single().StoredBytes.ShouldBe(bytes);
    }

    [Fact]
    public async Task What_does_not_fit_into_the_queue_is_dropped_and_counted()
    {
        await using var store = Open(waitingBytes: 1_000);

        store.TryWrite(Batch("s", (1, new string('x', 2_000)))).ShouldBeFalse();
        store.TryWrite(Batch("s", (1, "fits"))).ShouldBeTrue();

        store.DroppedEntries.ShouldBe(1);
        await PrunedAsync(store);
        (await ReadAsync(store)).Single().Message.ShouldBe("fits");
    }

    [Fact]
    public async Task Another_process_reads_while_the_server_writes_and_after_it_has_gone()
    {
        var store = Open();
        await using (store)
        {
            await store.WriteAsync(Batch("s", (1, "a")), CancellationToken.None);
            (await ReadAsync(SqliteLogReader.Open(_folder.Path))).Single().Message.ShouldBe("a");
            store.TryWrite(Batch("s", (2, "b")));
        }

        (await ReadAsync(SqliteLogReader.Open(_folder.Path))).Length.ShouldBe(2); // closing writes what waits
        await using var again = Open();
        (await ReadAsync(again)).Length.ShouldBe(2);
    }

    /// <summary>Events share rows; no question may notice.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_question_is_answered_as_by_a_plain_list(int seed)
    {
        var random = new Random(seed);
        await using var store = Open();
        for (var i = 0; i < 40; i++)
        {
            var batches = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Some(random)).ToList();
            foreach (var batch in batches[..^1])
            {
                store.TryWrite(batch).ShouldBeTrue();
            }

            await store.WriteAsync(batches[^1], CancellationToken.None); // what waits shares its transaction
        }

        var all = await ReadAsync(store);
        all.Length.ShouldBeGreaterThan(1_000);
        all.Select(static e => e.Id).Distinct().Count().ShouldBe(all.Length);
        all.Select(static e => (e.Timestamp, e.Id)).ShouldBe(all.Select(static e => (e.Timestamp, e.Id)).Order());
        for (var i = 0; i < 200; i++)
        {
            var query = Question(random, all);
            (await store.ReadAsync(query, CancellationToken.None)).ShouldBe(Plain(all, query), $"{query}");
        }
    }

    private static LogBatch Some(Random random)
    {
        var at = Noon.AddMilliseconds(random.Next(20_000));
        var entries = Enumerable.Range(0, random.Next(1, 30)).Select(_ => new LogEntry(
            at.AddMilliseconds(random.Next(-20, random.Next(4) == 0 ? 5_000 : 100)),
            new string((char)('a' + random.Next(3)), random.Next(40) == 0 ? 40_000 : random.Next(20)) + "ä"));
        return new LogBatch(Group, "s" + random.Next(4), [.. entries]);
    }

    private static LogQuery Question(Random random, ImmutableArray<LogEvent> all)
    {
        var pick = all[random.Next(all.Length)];
        return new LogQuery
        {
            Group = Group,
            Streams = random.Next(3) == 0 ? ["s1", "s3"] : [],
            Terms = random.Next(3) == 0 ? ["aa"] : [],
            Limit = random.Next(2) == 0 ? random.Next(1, 50) : 10_000,
            From = random.Next(2) == 0 ? Noon.AddMilliseconds(random.Next(-100, 25_000)) : null,
            Until = random.Next(2) == 0 ? Noon.AddMilliseconds(random.Next(-100, 25_000)) : null,
            After = random.Next(3) == 0 ? new LogPosition(pick.Timestamp, pick.Id) : null,
            AfterId = random.Next(4) == 0 ? pick.Id : null,
            TakesLast = random.Next(2) == 0,
        };
    }

    private static IEnumerable<LogEvent> Plain(ImmutableArray<LogEvent> all, LogQuery query)
    {
        var chosen = all.Where(e =>
            (query.Streams.IsEmpty || query.Streams.Contains(e.Stream))
            && query.Terms.All(term => e.Message.Contains(term, StringComparison.Ordinal))
            && (query.From is null || e.Timestamp >= query.From)
            && (query.Until is null || e.Timestamp < query.Until)
            && (query.After is not { } after || (e.Timestamp, e.Id).CompareTo((after.Timestamp, after.Id)) > 0)
            && (query.AfterId is not { } id || e.Id > id)).ToList();
        return query.TakesLast ? chosen.TakeLast(query.Limit) : chosen.Take(query.Limit);
    }

    [Fact]
    public void A_folder_without_logs_says_so() =>
        Should.Throw<StorageException>(() => SqliteLogReader.Open(_folder.Path)).Message.ShouldContain("logs.db");

    [Fact]
    public async Task A_closed_store_refuses_and_a_file_that_is_none_is_told()
    {
        var store = Open();
        await store.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.WriteAsync(Batch("s", (1, "a")), CancellationToken.None));
        store.TryWrite(Batch("s", (1, "a"))).ShouldBeFalse();

        using var other = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(other.Path, "logs.db"), new string('x', 5_000));
        Should.Throw<StorageException>(() => SqliteLogStore.Open(other.Path, TimeProvider.System, NullLogger.Instance))
            .Message.ShouldContain("is not a SQLite database");
    }

    private SqliteLogStore Open(
        long storedBytes = long.MaxValue, TimeSpan? age = null, long waitingBytes = long.MaxValue) =>
        SqliteLogStore.Open(
            _folder.Path, _time, NullLogger.Instance,
            new LogStoreSettings
            {
                StoredBytes = storedBytes, Age = age ?? TimeSpan.FromDays(10_000), WaitingBytes = waitingBytes,
            });

    /// <summary>The writer prunes after each transaction, so a second answer means that the first pruning is over.</summary>
    private static async Task PrunedAsync(SqliteLogStore store)
    {
        var marker = new LogGroupKey(Scope, "marker");
        for (var i = 0; i < 3; i++)
        {
            await store.CreateGroupAsync(marker, CancellationToken.None);
            await store.DeleteGroupAsync(marker, CancellationToken.None);
        }
    }

    private static LogBatch Batch(string stream, params (int Second, string Text)[] events) => new(
        Group, stream, [.. events.Select(static e => new LogEntry(Noon.AddSeconds(e.Second), e.Text))]);

    private static async Task<ImmutableArray<LogEvent>> ReadAsync(ILogReader reader, Func<LogQuery, LogQuery>? configure = null)
    {
        var query = new LogQuery { Group = Group, Streams = [], Terms = [], Limit = 10_000 };
        return await reader.ReadAsync(configure?.Invoke(query) ?? query, CancellationToken.None);
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Noon;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
