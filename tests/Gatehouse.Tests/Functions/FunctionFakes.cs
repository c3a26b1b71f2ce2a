using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Tests.Functions;

/// <summary>
/// A store that holds functions only and tells one observer at once, as the real one does before it returns.
/// </summary>
internal sealed class FunctionStore(IDocumentObserver observer) : IDocumentStore
{
    private readonly ConcurrentDictionary<DocumentKey, Versioned<FunctionDocument>> _documents = [];
    private long _revision;

    public static DocumentScope Scope { get; } = new("000000000000", "us-east-1");

    public async Task PutAsync(string id, FunctionDocument document)
    {
        var key = new DocumentKey(Scope, FunctionDocument.Kind, id);
        _documents[key] = new Versioned<FunctionDocument>(id, document, ++_revision);
        await TellAsync(new DocumentChange(_revision, key, IsDeleted: false));
    }

    public async Task DeleteAsync(string id)
    {
        var key = new DocumentKey(Scope, FunctionDocument.Kind, id);
        _documents.TryRemove(key, out _);
        await TellAsync(new DocumentChange(++_revision, key, IsDeleted: true));
    }

    public ValueTask<Versioned<T>?> FindAsync<T>(DocumentScope scope, string id, CancellationToken cancellationToken)
        where T : class, IDocument<T> =>
        new(_documents.GetValueOrDefault(new DocumentKey(scope, T.Kind, id)) as Versioned<T>);

    public ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(
        DocumentScope scope, string idPrefix, CancellationToken cancellationToken)
        where T : class, IDocument<T> => throw new NotSupportedException();

    public ValueTask<ImmutableArray<(DocumentScope Scope, Versioned<T> Document)>> ListAllAsync<T>(
        CancellationToken cancellationToken)
        where T : class, IDocument<T> =>
        new([.. _documents.Select(d => (d.Key.Scope, (Versioned<T>)(object)d.Value))]);

    public ValueTask<long> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private async Task TellAsync(DocumentChange change) =>
        await observer.ApplyAsync(new DocumentCommit(change.Revision, [change]), this, CancellationToken.None);
}

internal sealed class MemoryPackages : IFunctionPackages
{
    private readonly ConcurrentDictionary<string, byte[]> _zips = [];
    private int _opened;

    public int Opened => _opened;

    public ValueTask<string> PutAsync(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(zip.Span));
        _zips[key] = zip.ToArray();
        return new ValueTask<string>(key);
    }

    public ValueTask<Stream?> OpenAsync(string packageKey, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _opened);
        return new ValueTask<Stream?>(_zips.TryGetValue(packageKey, out var zip) ? new MemoryStream(zip) : null);
    }
}

internal sealed class RecordingLogSink : IFunctionLogSink
{
    private readonly ConcurrentQueue<FunctionLogLine> _lines = [];

    public FunctionLogLine[] Lines => [.. _lines];

    public string[] Texts => [.. _lines.Select(l => l.Text)];

    public void Write(in FunctionLogLine line) => _lines.Enqueue(line);
}
