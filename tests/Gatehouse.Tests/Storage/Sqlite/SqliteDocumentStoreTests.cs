using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Storage;
using Gatehouse.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Shouldly;

namespace Gatehouse.Tests.Storage.Sqlite;

/// <summary>The SQLite store: the contract, and what is its own (design §3, §4; issue "The store").</summary>
public sealed class SqliteDocumentStoreTests : DocumentStoreContract, IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _stores = [];
    private readonly List<TemporaryFolder> _folders = [];
    private readonly RecordingLogger _logger = new();

    [Fact]
    public async Task What_was_committed_is_there_after_a_restart_and_revisions_go_on()
    {
        var folder = Folder();
        var store = await OpenAsync(folder);
        var revision = await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation);
        await store.DisposeAsync();

        store = await OpenAsync(folder);

        (await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation))!.Revision.ShouldBe(revision);
        (await store.CommitAsync(new DocumentBatch(Here).Create("b", Policy("1")), Cancellation)).ShouldBe(revision + 1);
    }

    [Fact]
    public async Task The_systems_library_is_preferred_and_young_enough()
    {
        var store = await OpenAsync(Folder());

        Version.Parse(store.LibraryVersion).ShouldBeGreaterThanOrEqualTo(new Version(3, 35));
        if (OperatingSystem.IsLinux())
        {
            // Two libraries are never loaded: the provider's name leads to the system's file (design §4).
            File.ReadAllText("/proc/self/maps").Contains("libe_sqlite3").ShouldBe(
                !File.ReadAllText("/proc/self/maps").Contains("libsqlite3.so"));
        }
    }

    [Fact]
    public async Task Commits_are_flushed_through_a_write_ahead_log()
    {
        var folder = Folder();
        await using var store = await OpenAsync(folder);
        var file = new SqliteFile(Path.Combine(folder, SqliteDocumentStore.FileName), new SqliteSettings());
        await using var connection = file.OpenForWriting();

        SqliteFile.Ask(connection, "PRAGMA journal_mode").ShouldBe("wal");
        SqliteFile.Ask(connection, "PRAGMA synchronous").ShouldBe(2L); // FULL, sqlite.org/pragma.html
        File.Exists(file.Path + "-wal").ShouldBeTrue();
    }

    [Fact]
    public async Task A_second_process_is_told_who_holds_the_folder()
    {
        var folder = Folder();
        await using var store = await OpenAsync(folder);

        var refusal = await Should.ThrowAsync<StorageException>(() => OpenAsync(folder));

        refusal.Message.ShouldBe(
            $"The data folder {folder} is in use by another gatehouse, which holds {Path.Combine(folder, "gatehouse.lock")}; "
            + "stop that one or choose another folder with --data.");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(Folder(), "file");
        await File.WriteAllTextAsync(file, "", Cancellation);

        var refusal = await Should.ThrowAsync<StorageException>(() => OpenAsync(Path.Combine(file, "data")));

        refusal.Message.ShouldStartWith($"The data folder {Path.Combine(file, "data")} cannot be used");
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_the_folder_is_free_again()
    {
        var folder = Folder();
        await (await OpenAsync(folder)).DisposeAsync();
        await RunAsync(folder, "INSERT INTO schema_versions (version, applied) VALUES (99, 'later')");

        var refusal = await Should.ThrowAsync<StorageException>(() => OpenAsync(folder));

        refusal.Message.ShouldEndWith("was written by a newer Gatehouse (schema 99, this one knows 1); start that version.");
        await RunAsync(folder, "DELETE FROM schema_versions WHERE version = 99");
        await OpenAsync(folder);
    }

    [Fact]
    public void A_migration_that_was_released_is_never_edited()
    {
        // Append the hash of a new step; never change one that is here (style, habit 22).
        SqliteSchema.Steps.Select(step => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(step)))[..16])
            .ShouldBe(["dccb26e26fc589b9"]);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        var folder = Folder();
        await File.WriteAllTextAsync(Path.Combine(folder, SqliteDocumentStore.FileName), new string('x', 8_192), Cancellation);

        (await Should.ThrowAsync<StorageException>(() => OpenAsync(folder))).Message
            .ShouldContain("gatehouse.db is not a SQLite database");
    }

    [Fact]
    public async Task A_full_disk_fails_the_write_keeps_what_was_there_and_the_store_goes_on()
    {
        // SQLITE_FULL is what SQLite answers for a full disk and for its own page limit alike
        // (sqlite.org/rescode.html).
        var store = await OpenAsync(Folder(), new SqliteSettings { DatabaseBytes = 400_000 });
        await store.CommitAsync(new DocumentBatch(Here).Create("kept", Policy("1")), Cancellation);

        var tooMuch = new DocumentBatch(Here).Create("part", Policy("2")).Create("large", Policy(new string('x', 1_000_000)));
        var refusal = await Should.ThrowAsync<StorageException>(async () => await store.CommitAsync(tooMuch, Cancellation));

        refusal.Message.ShouldContain("There is no space left for");
        (await IdsAsync(store)).ShouldBe(["kept"]);
        await store.CommitAsync(new DocumentBatch(Here).Create("after", Policy("3")), Cancellation);
        (await IdsAsync(store)).ShouldBe(["after", "kept"]);
        _logger.Lines.ShouldContain(line => line.StartsWith("Error 8103 "));
    }

    [Fact]
    public async Task A_batch_that_cannot_be_written_does_not_spoil_those_that_wait_with_it()
    {
        var store = await OpenAsync(Folder(), new SqliteSettings { DatabaseBytes = 2_000_000 });

        var commits = Enumerable.Range(0, 60).Select(i => (Id: i, Commit: Task.Run(async () => await store.CommitAsync(
            new DocumentBatch(Here).Create($"{i:00}", Policy(i % 20 == 0 ? new string('x', 4_000_000) : "small")), Cancellation))))
            .ToList();
        foreach (var (id, commit) in commits)
        {
            if (id % 20 == 0)
            {
                await Should.ThrowAsync<StorageException>(commit);
            }
            else
            {
                await commit;
            }
        }

        (await IdsAsync(store)).Count().ShouldBe(57);
    }

    [Fact]
    public async Task Another_program_that_keeps_the_database_locked_is_named()
    {
        var folder = Folder();
        var store = await OpenAsync(folder, new SqliteSettings { BusyTimeout = TimeSpan.FromSeconds(1) });
        await using var other = new SqliteConnection(Source(folder));
        await other.OpenAsync(Cancellation);
        SqliteFile.Ask(other, "BEGIN IMMEDIATE");

        var refusal = await Should.ThrowAsync<StorageException>(
            async () => await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation));

        refusal.Message.ShouldEndWith("gatehouse.db is locked by another program; close it there and try again.");
        SqliteFile.Ask(other, "COMMIT");
        await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation);
    }

    [Fact]
    public async Task The_change_feed_is_kept_and_bounded()
    {
        var folder = Folder();
        var store = await OpenAsync(folder, new SqliteSettings { KeptCommits = 3 });
        for (var i = 0; i < 5; i++)
        {
            await store.CommitAsync(
                new DocumentBatch(Here).Upsert("a", Policy("1")).DeleteIfPresent<FunctionPolicyDocument>("b"), Cancellation);
        }

        await store.DisposeAsync();

        (await RunAsync(folder, "SELECT group_concat(revision || ':' || sequence || id || deleted, ' ') FROM changes"))
            .ShouldBe("3:0a0 3:1b1 4:0a0 4:1b1 5:0a0 5:1b1");
    }

    [Fact]
    public async Task A_commit_that_was_cancelled_before_it_began_is_not_stored()
    {
        var store = await OpenAsync(Folder());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), cancelled.Token));

        (await IdsAsync(store)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_waiting_batch_is_either_given_up_or_taken_never_both()
    {
        var pending = new PendingBatch(new DocumentBatch(Here));
        pending.GiveUp(CancellationToken.None);
        pending.TryTake().ShouldBeFalse();
        pending.Done.IsCanceled.ShouldBeTrue();

        pending = new PendingBatch(new DocumentBatch(Here));
        pending.TryTake().ShouldBeTrue();
        pending.GiveUp(CancellationToken.None);
        pending.Succeed(new StoredCommit(7, Task.CompletedTask));
        (await pending.Done).Revision.ShouldBe(7);
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = await OpenAsync(Folder());
        await store.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(
            async () => await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation));
        await Should.ThrowAsync<ObjectDisposedException>(
            async () => await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation));
        await store.DisposeAsync(); // twice is harmless
    }

    [Fact]
    public async Task Observers_load_in_order_and_a_failing_load_fails_the_start_and_frees_the_folder()
    {
        var folder = Folder();
        var order = new List<string>();

        await Should.ThrowAsync<InvalidOperationException>(() => OpenAsync(
            folder, null, new ScriptedObserver { Load = () => order.Add("first") },
            new ScriptedObserver { Load = () => throw new InvalidOperationException("broken") }));

        order.ShouldBe(["first"]);
        await OpenAsync(folder);
    }

    [Fact]
    public async Task An_observer_that_throws_is_logged_and_the_others_and_later_commits_go_on()
    {
        var applied = new List<long>();
        var store = await OpenAsync(
            Folder(), null, new ScriptedObserver { Apply = _ => throw new InvalidOperationException("broken") },
            new ScriptedObserver { Apply = commit => { applied.Add(commit.Revision); return Task.CompletedTask; } });

        await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation);
        await store.CommitAsync(new DocumentBatch(Here).Create("b", Policy("1")), Cancellation);

        applied.ShouldBe([1, 2]);
        _logger.Lines.Count(line => line.StartsWith("Error 8101 The observer ScriptedObserver failed")).ShouldBe(2);
    }

    [Fact]
    public async Task A_commit_waits_for_a_slow_observer_only_so_long_and_order_is_kept()
    {
        var time = new ManualTime();
        var release = new TaskCompletionSource();
        var applied = new List<long>();
        var store = await SqliteDocumentStore.OpenAsync(
            Folder(),
            [
                new ScriptedObserver
                {
                    Apply = async commit =>
                    {
                        await release.Task;
                        applied.Add(commit.Revision);
                    },
                },
            ],
            time, _logger, Cancellation);
        _stores.Add(store);

        var commit = store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation).AsTask();
        await time.Armed;
        commit.IsCompleted.ShouldBeFalse();
        time.FireAll();
        await commit;

        _logger.Lines.ShouldContain(line => line.StartsWith("Warning 8102 Revision 1 is stored"));
        applied.ShouldBeEmpty();
        release.SetResult();
        await store.CommitAsync(new DocumentBatch(Here).Create("b", Policy("1")), Cancellation);
        applied.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Commits_of_many_writers_reach_observers_in_revision_order_one_at_a_time()
    {
        var revisions = new List<long>();
        var inside = 0;
        var store = await OpenAsync(Folder(), null, new ScriptedObserver
        {
            Apply = async commit =>
            {
                Interlocked.Increment(ref inside).ShouldBe(1);
                await Task.Yield();
                revisions.Add(commit.Revision);
                Interlocked.Decrement(ref inside);
            },
        });

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
            await store.CommitAsync(new DocumentBatch(Here).Create($"{i}", Policy("1")), Cancellation))));

        revisions.ShouldBe(Enumerable.Range(1, 200).Select(i => (long)i));
        _logger.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_read_that_begins_on_a_thread_outside_the_pool_leaves_it()
    {
        var store = await OpenAsync(Folder());
        await store.CommitAsync(new DocumentBatch(Here).Create("1", new ThreadProbe()), Cancellation);
        var read = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => read.SetResult(store.FindAsync<ThreadProbe>(Here, "1", Cancellation).AsTask())) { IsBackground = true }.Start();

        await (await read.Task);

        ThreadProbe.WasReadOnThePool.ShouldBeTrue(); // SQLite's calls block; a thread that polls sockets must not
    }

    [Fact]
    public async Task What_cannot_be_stored_unchanged_is_never_found_and_never_written()
    {
        var store = await OpenAsync(Folder());
        foreach (var id in new[] { "a\0b", "\uD83D", "x\uDE00", new string('x', 2_049) })
        {
            (await store.FindAsync<FunctionPolicyDocument>(Here, id, Cancellation)).ShouldBeNull();
            (await store.ListAsync<FunctionPolicyDocument>(Here, id, Cancellation)).ShouldBeEmpty();
            await Should.ThrowAsync<ArgumentException>(
                async () => await store.CommitAsync(new DocumentBatch(Here).Create(id, Policy("1")), Cancellation));
        }

        await Should.ThrowAsync<ArgumentException>(
            async () => await store.CommitAsync(new DocumentBatch(Here).Create("", Policy("1")), Cancellation));
    }

    [Fact]
    public async Task A_document_that_was_damaged_is_named()
    {
        var folder = Folder();
        var store = await OpenAsync(folder);
        await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation);
        await store.DisposeAsync();
        await RunAsync(folder, "UPDATE documents SET body = x'7b'");
        store = await OpenAsync(folder);

        (await Should.ThrowAsync<StorageException>(async () => await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation)))
            .Message.ShouldStartWith("The stored document 000000000000/us-east-1 lambda/policy a cannot be read");
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("a", "b")]
    [InlineData("a/", "a0")]
    [InlineData("a\uD7FF", "a\uE000")]
    [InlineData("a\uFFFF", "a\U00010000")]
    [InlineData("a\U0010FFFF", "b")]
    [InlineData("\U0010FFFF", null)]
    public void The_end_of_a_range_is_the_next_code_point(string prefix, string? end)
    {
        StorableKeys.EndOf(prefix).ShouldBe(end);
    }

    [Theory]
    [InlineData(8, "is read-only")]
    [InlineData(10, "The disk failed under")]
    [InlineData(11, "is damaged")]
    [InlineData(14, "cannot be opened")]
    [InlineData(1, "refused a statement")]
    public void A_result_code_of_SQLite_becomes_a_sentence_with_the_file(int code, string sentence)
    {
        var told = SqliteFailure.Describe(new SqliteException("why", code), "/data/gatehouse.db");

        told.Message.ShouldContain(sentence); // sqlite.org/rescode.html
        told.Message.ShouldContain("/data/gatehouse.db");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        _folders.ForEach(folder => folder.Dispose());
    }

    protected override async Task<IDocumentStore> OpenAsync(params ImmutableArray<IDocumentObserver> observers) =>
        await OpenAsync(Folder(), null, [.. observers]);

    private string Folder()
    {
        var folder = new TemporaryFolder();
        _folders.Add(folder);
        return folder.Path;
    }

    private async Task<SqliteDocumentStore> OpenAsync(
        string folder, SqliteSettings? settings = null, params IDocumentObserver[] observers)
    {
        var store = await SqliteDocumentStore.OpenAsync(
            folder, [.. observers], TimeProvider.System, _logger, settings ?? new SqliteSettings(), Cancellation);
        _stores.Add(store);
        return store;
    }

    private static string Source(string folder) =>
        $"Data Source={Path.Combine(folder, SqliteDocumentStore.FileName)};Pooling=False";

    private static async Task<object?> RunAsync(string folder, string sql)
    {
        await using var connection = new SqliteConnection(Source(folder));
        await connection.OpenAsync(Cancellation);
        return SqliteFile.Ask(connection, sql);
    }

    private sealed class ScriptedObserver : IDocumentObserver
    {
        public Action Load { get; init; } = static () => { };

        public Func<DocumentCommit, Task> Apply { get; init; } = static _ => Task.CompletedTask;

        public ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
        {
            Load();
            return ValueTask.CompletedTask;
        }

        public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken) =>
            await Apply(commit);
    }
}
