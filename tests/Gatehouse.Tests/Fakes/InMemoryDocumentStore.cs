using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Model.Documents;

namespace Gatehouse.Tests.Fakes;

/// <summary>The port's promises without a disk: revisions, expectations, ranges in ordinal order, observers.</summary>
internal sealed class InMemoryDocumentStore(params IDocumentObserver[] observers) : IDocumentStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (DocumentKey Key, byte[] Body, long Revision)> _documents =
        new(StringComparer.Ordinal);

    private long _revision;

    /// <summary>Runs before each commit takes effect; a test lets another writer be first here.</summary>
    public Action<DocumentBatch>? BeforeCommit { get; set; }

    /// <summary>Of the last commit.</summary>
    public long Revision => Interlocked.Read(ref _revision);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _documents.Count;
            }
        }
    }

    public ValueTask<Versioned<T>?> FindAsync<T>(DocumentScope scope, string id, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        lock (_lock)
        {
            return new(_documents.TryGetValue(Name(new(scope, T.Kind, id)), out var found) ? Read<T>(found) : null);
        }
    }

    public ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(
        DocumentScope scope, string idPrefix, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        lock (_lock)
        {
            return new(
            [
                .. _documents.Values
                    .Where(one => one.Key.Scope == scope && one.Key.Kind == T.Kind)
                    .Where(one => one.Key.Id.StartsWith(idPrefix, StringComparison.Ordinal))
                    .Select(Read<T>),
            ]);
        }
    }

    public ValueTask<ImmutableArray<(DocumentScope Scope, Versioned<T> Document)>> ListAllAsync<T>(
        CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        lock (_lock)
        {
            return new(
                [.. _documents.Values.Where(one => one.Key.Kind == T.Kind).Select(one => (one.Key.Scope, Read<T>(one)))]);
        }
    }

    public async ValueTask<long> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        BeforeCommit?.Invoke(batch);
        var commit = Commit(batch);
        foreach (var observer in observers)
        {
            await observer.ApplyAsync(commit, this, cancellationToken);
        }

        return commit.Revision;
    }

    private DocumentCommit Commit(DocumentBatch batch)
    {
        lock (_lock)
        {
            foreach (var write in batch.Writes)
            {
                var current = _documents.TryGetValue(Name(write.Key), out var found) ? found.Revision : 0;
                if (write.ExpectedRevision != DocumentWrite.AnyRevision && write.ExpectedRevision != current)
                {
                    throw new DocumentConflictException(write.Key);
                }
            }

            _revision++;
            var changes = ImmutableArray.CreateBuilder<DocumentChange>();
            foreach (var write in batch.Writes.Where(write => !write.IsCheckOnly))
            {
                if (write.Body is null)
                {
                    _documents.Remove(Name(write.Key));
                }
                else
                {
                    _documents[Name(write.Key)] = (write.Key, write.Body, _revision);
                }

                changes.Add(new DocumentChange(_revision, write.Key, write.Body is null));
            }

            return new DocumentCommit(_revision, changes.ToImmutable());
        }
    }

    private static Versioned<T> Read<T>((DocumentKey Key, byte[] Body, long Revision) stored)
        where T : class, IDocument<T> =>
        new(stored.Key.Id, JsonSerializer.Deserialize(stored.Body, T.TypeInfo)!, stored.Revision);

    private static string Name(DocumentKey key) => $"{key.Scope}\n{key.Kind}\n{key.Id}";
}
