using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Model.Documents;

namespace Gatehouse.Tests.Execution;

/// <summary>A store in a dictionary: commits apply at once and tell the observers, as the real one promises.</summary>
internal sealed class InMemoryDocumentStore : IDocumentStore
{
    private readonly SortedDictionary<string, (DocumentKey Key, byte[] Body, long Revision)> _documents =
        new(StringComparer.Ordinal);

    // Counters are stored beside the tests: one commit at a time, as the real store promises its observers.
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _commits = new(1, 1);
    private long _revision;

    public List<IDocumentObserver> Observers { get; } = [];

    public ValueTask<Versioned<T>?> FindAsync<T>(DocumentScope scope, string id, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        lock (_lock)
        {
            return new(_documents.TryGetValue(Address(new DocumentKey(scope, T.Kind, id)), out var found) ? Read<T>(found) : null);
        }
    }

    public ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(
        DocumentScope scope, string idPrefix, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        lock (_lock)
        {
            return new([
                .. _documents.Values
                    .Where(d => d.Key.Scope == scope && d.Key.Kind == T.Kind && d.Key.Id.StartsWith(idPrefix, StringComparison.Ordinal))
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
            return new([.. _documents.Values.Where(d => d.Key.Kind == T.Kind).Select(d => (d.Key.Scope, Read<T>(d)))]);
        }
    }

    public async ValueTask<long> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        await _commits.WaitAsync(cancellationToken);
        try
        {
            var commit = Write(batch);
            foreach (var observer in Observers)
            {
                await observer.ApplyAsync(commit, this, cancellationToken);
            }

            return commit.Revision;
        }
        finally
        {
            _commits.Release();
        }
    }

    private DocumentCommit Write(DocumentBatch batch)
    {
        lock (_lock)
        {
            _revision++;
            var changes = ImmutableArray.CreateBuilder<DocumentChange>();
            foreach (var write in batch.Writes.Where(w => !w.IsCheckOnly))
            {
                if (write.Body is null)
                {
                    _documents.Remove(Address(write.Key));
                }
                else
                {
                    _documents[Address(write.Key)] = (write.Key, write.Body, _revision);
                }

                changes.Add(new DocumentChange(_revision, write.Key, write.Body is null));
            }

            return new DocumentCommit(_revision, changes.ToImmutable());
        }
    }

    private static string Address(DocumentKey key) => $"{key.Scope}|{key.Kind}|{key.Id}";

    private static Versioned<T> Read<T>((DocumentKey Key, byte[] Body, long Revision) stored)
        where T : class, IDocument<T> =>
        new(stored.Key.Id, JsonSerializer.Deserialize(stored.Body, T.TypeInfo)!, stored.Revision);
}
