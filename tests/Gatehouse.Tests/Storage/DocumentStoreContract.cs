using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Storage;

/// <summary>
/// What every document store promises (the port <see cref="IDocumentStore"/>), whatever holds the documents.
/// </summary>
public abstract class DocumentStoreContract
{
    protected static readonly DocumentScope Here = new("000000000000", "us-east-1");
    protected static readonly DocumentScope There = new("000000000000", "eu-central-2");
    private static readonly DocumentScope Elsewhere = new("111111111111", "us-east-1");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract Task<IDocumentStore> OpenAsync(params ImmutableArray<IDocumentObserver> observers);

    [Fact]
    public async Task A_created_document_is_found_with_the_revision_of_its_commit()
    {
        var store = await OpenAsync();

        var revision = await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("one")), Cancellation);

        var found = await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation);
        found.ShouldNotBeNull();
        found.Id.ShouldBe("a");
        found.Value.RevisionId.ShouldBe("one");
        found.Revision.ShouldBe(revision);
    }

    [Fact]
    public async Task No_read_crosses_a_scope_a_kind_or_an_id()
    {
        var store = await OpenAsync();
        await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("one")), Cancellation);

        (await store.FindAsync<FunctionPolicyDocument>(There, "a", Cancellation)).ShouldBeNull();
        (await store.FindAsync<FunctionPolicyDocument>(Elsewhere, "a", Cancellation)).ShouldBeNull();
        (await store.FindAsync<FunctionPolicyDocument>(Here, "A", Cancellation)).ShouldBeNull();
        (await store.FindAsync<FunctionPolicyDocument>(Here, "", Cancellation)).ShouldBeNull();
        (await store.FindAsync<FunctionDocument>(Here, "a", Cancellation)).ShouldBeNull();
        (await store.ListAsync<FunctionPolicyDocument>(There, "", Cancellation)).ShouldBeEmpty();
        (await store.ListAsync<FunctionDocument>(Here, "", Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "$default,A,a,a b,a-b,a.b,a/b,a/b/c,a0,a_b,ab,b,é,日本,😀")]
    [InlineData("a", "a,a b,a-b,a.b,a/b,a/b/c,a0,a_b,ab")]
    [InlineData("a/", "a/b,a/b/c")]
    [InlineData("a/b", "a/b,a/b/c")]
    [InlineData("a%", "")]
    [InlineData("a_", "a_b")]
    [InlineData("é", "é")]
    [InlineData("😀", "😀")]
    [InlineData("c", "")]
    public async Task A_prefix_lists_a_range_in_ordinal_order(string prefix, string expected)
    {
        var store = await OpenAsync();
        var ids = "b,ab,a/b/c,A,a,a/b,a-b,a0,é,a.b,$default,a b,日本,a_b,😀".Split(',');
        await store.CommitAsync(ids.Aggregate(new DocumentBatch(Here), (batch, id) => batch.Create(id, Policy(id))), Cancellation);

        var listed = await store.ListAsync<FunctionPolicyDocument>(Here, prefix, Cancellation);

        listed.Select(document => document.Id).ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));
        listed.ShouldAllBe(document => document.Value.RevisionId == document.Id);
    }

    [Fact]
    public async Task Observers_can_list_a_kind_in_all_scopes()
    {
        var store = await OpenAsync();
        foreach (var scope in new[] { Here, There, Elsewhere })
        {
            await store.CommitAsync(new DocumentBatch(scope).Create("a", Policy(scope.ToString())), Cancellation);
        }

        var all = await store.ListAllAsync<FunctionPolicyDocument>(Cancellation);

        all.Select(one => one.Scope).ShouldBe([Here, There, Elsewhere], ignoreOrder: true);
        all.ShouldAllBe(one => one.Document.Value.RevisionId == one.Scope.ToString());
    }

    [Fact]
    public async Task Creating_what_exists_conflicts_and_stores_nothing_of_the_batch()
    {
        var store = await OpenAsync();
        await store.CommitAsync(new DocumentBatch(Here).Create("b", Policy("old")), Cancellation);

        var batch = new DocumentBatch(Here).Create("a", Policy("new")).Create("b", Policy("new")).Create("c", Policy("new"));
        var conflict = await Should.ThrowAsync<DocumentConflictException>(async () => await store.CommitAsync(batch, Cancellation));

        conflict.Key.Id.ShouldBe("b");
        (await IdsAsync(store)).ShouldBe(["b"]);
        (await store.FindAsync<FunctionPolicyDocument>(Here, "b", Cancellation))!.Value.RevisionId.ShouldBe("old");
    }

    [Fact]
    public async Task Replacing_or_deleting_what_has_changed_since_it_was_read_conflicts()
    {
        var store = await OpenAsync();
        await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation);
        var stale = (await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation))!;
        await store.CommitAsync(new DocumentBatch(Here).Replace(stale, Policy("2")), Cancellation);

        await Should.ThrowAsync<DocumentConflictException>(
            async () => await store.CommitAsync(new DocumentBatch(Here).Replace(stale, Policy("3")), Cancellation));
        await Should.ThrowAsync<DocumentConflictException>(
            async () => await store.CommitAsync(new DocumentBatch(Here).Delete(stale), Cancellation));
        await Should.ThrowAsync<DocumentConflictException>(
            async () => await store.CommitAsync(new DocumentBatch(Here).Expect(stale).Create("b", Policy("1")), Cancellation));

        (await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation))!.Value.RevisionId.ShouldBe("2");
        (await IdsAsync(store)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Replacing_or_deleting_what_is_gone_conflicts_and_it_may_be_created_again()
    {
        var store = await OpenAsync();
        await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation);
        var read = (await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation))!;
        await store.CommitAsync(new DocumentBatch(Here).Delete(read), Cancellation);

        await Should.ThrowAsync<DocumentConflictException>(
            async () => await store.CommitAsync(new DocumentBatch(Here).Replace(read, Policy("2")), Cancellation));
        await Should.ThrowAsync<DocumentConflictException>(
            async () => await store.CommitAsync(new DocumentBatch(Here).Delete(read), Cancellation));

        await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("3")), Cancellation);
        (await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation))!.Revision.ShouldBeGreaterThan(read.Revision);
    }

    [Fact]
    public async Task An_expectation_that_holds_writes_nothing()
    {
        var store = await OpenAsync();
        var first = await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation);
        var read = (await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation))!;

        await store.CommitAsync(new DocumentBatch(Here).Expect(read).Create("b", Policy("1")), Cancellation);

        (await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation))!.Revision.ShouldBe(first);
        (await IdsAsync(store)).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Upsert_and_delete_if_present_expect_nothing()
    {
        var store = await OpenAsync();

        await store.CommitAsync(new DocumentBatch(Here).DeleteIfPresent<FunctionPolicyDocument>("a"), Cancellation);
        await store.CommitAsync(new DocumentBatch(Here).Upsert("a", Policy("1")), Cancellation);
        await store.CommitAsync(new DocumentBatch(Here).Upsert("a", Policy("2")), Cancellation);
        (await store.FindAsync<FunctionPolicyDocument>(Here, "a", Cancellation))!.Value.RevisionId.ShouldBe("2");
        await store.CommitAsync(new DocumentBatch(Here).DeleteIfPresent<FunctionPolicyDocument>("a"), Cancellation);

        (await IdsAsync(store)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Observers_have_applied_a_commit_when_it_returns_and_may_read_the_store()
    {
        var observer = new RecordingObserver();
        var store = await OpenAsync(observer);

        var revision = await store.CommitAsync(
            new DocumentBatch(Here).Create("b", Policy("1")).Create("a", Policy("2")).DeleteIfPresent<FunctionPolicyDocument>("c"),
            Cancellation);

        var commit = observer.Commits.ShouldHaveSingleItem();
        commit.Revision.ShouldBe(revision);
        commit.Changes.Select(change => (change.Key.Id, change.IsDeleted, change.Revision))
            .ShouldBe([("b", false, revision), ("a", false, revision), ("c", true, revision)]);
        observer.Seen.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Observers_hear_nothing_of_a_commit_that_failed()
    {
        var observer = new RecordingObserver();
        var store = await OpenAsync(observer);
        await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("1")), Cancellation);

        await Should.ThrowAsync<DocumentConflictException>(
            async () => await store.CommitAsync(new DocumentBatch(Here).Create("a", Policy("2")), Cancellation));
        await store.CommitAsync(new DocumentBatch(Here).Create("b", Policy("3")), Cancellation);

        observer.Commits.Select(commit => commit.Changes.Single().Key.Id).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Of_many_writers_of_one_document_each_is_first_once_and_none_is_lost()
    {
        const int Writers = 8;
        const int Increments = 25;
        var store = await OpenAsync();
        await store.CommitAsync(new DocumentBatch(Here).Create("counter", Policy("0")), Cancellation);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < Increments;)
            {
                var read = (await store.FindAsync<FunctionPolicyDocument>(Here, "counter", Cancellation))!;
                try
                {
                    var next = Policy((int.Parse(read.Value.RevisionId) + 1).ToString());
                    await store.CommitAsync(new DocumentBatch(Here).Replace(read, next), Cancellation);
                    done++;
                }
                catch (DocumentConflictException)
                {
                    // Another was first: read again.
                }
            }
        })));

        (await store.FindAsync<FunctionPolicyDocument>(Here, "counter", Cancellation))!.Value.RevisionId
            .ShouldBe((Writers * Increments).ToString());
    }

    [Fact]
    public async Task Any_sequence_of_batches_leaves_what_a_dictionary_would_hold()
    {
        var id = Gen.Elements("a", "a/b", "a/c", "b", "b/é");
        var write =
            from kind in Gen.Elements("create", "upsert", "delete", "expect")
            from key in id
            from value in Gen.Choose(0, 9)
            select (Kind: kind, Id: key, Value: value);
        var batches = write.NonEmptyListOf().Select(list => list.DistinctBy(one => one.Id).ToList()).ListOf().Sample(25);
        foreach (var sequence in batches)
        {
            var store = await OpenAsync();
            var model = new SortedDictionary<string, (string Value, long Revision)>(StringComparer.Ordinal);
            var revision = 0L;
            foreach (var batch in sequence)
            {
                revision = await RunAsync(store, model, batch, revision);
                var listed = await store.ListAsync<FunctionPolicyDocument>(Here, "", Cancellation);
                listed.Select(one => (one.Id, one.Value.RevisionId, one.Revision))
                    .ShouldBe(model.Select(one => (one.Key, one.Value.Value, one.Value.Revision)));
            }
        }
    }

    protected static FunctionPolicyDocument Policy(string revisionId) => new() { RevisionId = revisionId, Statements = [] };

    protected static async Task<IEnumerable<string>> IdsAsync(IDocumentStore store) =>
        (await store.ListAsync<FunctionPolicyDocument>(Here, "", Cancellation)).Select(document => document.Id);

    private static async Task<long> RunAsync(
        IDocumentStore store, SortedDictionary<string, (string Value, long Revision)> model,
        List<(string Kind, string Id, int Value)> writes, long last)
    {
        var batch = new DocumentBatch(Here);
        var isConflict = false;
        foreach (var (kind, id, value) in writes)
        {
            var exists = model.TryGetValue(id, out var held);
            var read = new Versioned<FunctionPolicyDocument>(id, Policy(""), exists ? held.Revision : 1);
            isConflict |= kind == "create" ? exists : kind == "expect" && !exists;
            _ = kind switch
            {
                "create" => batch.Create(id, Policy(value.ToString())),
                "upsert" => batch.Upsert(id, Policy(value.ToString())),
                "delete" => batch.DeleteIfPresent<FunctionPolicyDocument>(id),
                _ => batch.Expect(read),
            };
        }

        if (isConflict)
        {
            await Should.ThrowAsync<DocumentConflictException>(async () => await store.CommitAsync(batch, Cancellation));
            return last;
        }

        var revision = await store.CommitAsync(batch, Cancellation);
        revision.ShouldBeGreaterThan(last);
        foreach (var (kind, id, value) in writes)
        {
            if (kind is "create" or "upsert")
            {
                model[id] = (value.ToString(), revision);
            }
            else if (kind == "delete")
            {
                model.Remove(id);
            }
        }

        return revision;
    }

    protected sealed class RecordingObserver : IDocumentObserver
    {
        public List<DocumentCommit> Commits { get; } = [];

        public List<string> Seen { get; private set; } = [];

        public ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
        {
            Commits.Add(commit);
            Seen = [.. (await store.ListAsync<FunctionPolicyDocument>(Here, "", cancellationToken)).Select(one => one.Id)];
        }
    }
}
