using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Tests.Fakes;

namespace Gatehouse.Tests.Functions;

/// <summary>The store in memory, with short words for what these tests put into it.</summary>
internal sealed class FunctionStore(IDocumentObserver observer) : IDocumentStore
{
    private readonly InMemoryDocumentStore _store = new(observer);

    public static DocumentScope Scope { get; } = new("000000000000", "us-east-1");

    public Task PutAsync<T>(string id, T document)
        where T : class, IDocument<T> =>
        _store.CommitAsync(new DocumentBatch(Scope).Upsert(id, document), CancellationToken.None).AsTask();

    public Task DeleteAsync(string id) => DeleteAsync<FunctionDocument>(id);

    public Task DeleteAsync<T>(string id)
        where T : class, IDocument<T> =>
        _store.CommitAsync(new DocumentBatch(Scope).DeleteIfPresent<T>(id), CancellationToken.None).AsTask();

    public ValueTask<Versioned<T>?> FindAsync<T>(DocumentScope scope, string id, CancellationToken cancellationToken)
        where T : class, IDocument<T> => _store.FindAsync<T>(scope, id, cancellationToken);

    public ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(
        DocumentScope scope, string idPrefix, CancellationToken cancellationToken)
        where T : class, IDocument<T> => _store.ListAsync<T>(scope, idPrefix, cancellationToken);

    public ValueTask<ImmutableArray<(DocumentScope Scope, Versioned<T> Document)>> ListAllAsync<T>(
        CancellationToken cancellationToken)
        where T : class, IDocument<T> => _store.ListAllAsync<T>(cancellationToken);

    public ValueTask<long> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) =>
        _store.CommitAsync(batch, cancellationToken);
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
