using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Sqlite;

/// <summary>
/// Documents in one SQLite file: write-ahead log, synchronous FULL, one writer, pooled readers. An acknowledged commit
/// survives a kill of the process and, as far as the disk keeps its word, a power cut.
/// </summary>
/// <remarks>Ids are ordered by their UTF-8 bytes, which is ordinal order for every id that AWS's rules allow.</remarks>
public sealed class SqliteDocumentStore : IDocumentStore, IAsyncDisposable
{
    internal const string FileName = "gatehouse.db";

    private readonly DataFolderLock _lock;
    private readonly SqliteReaders _readers;
    private readonly SqliteWriter _writer;
    private readonly ObserverFeed _feed;

    private SqliteDocumentStore(
        DataFolderLock folderLock, SqliteFile file, ObserverFeed feed, TimeProvider time, ILogger logger)
    {
        _lock = folderLock;
        _feed = feed;
        _readers = new SqliteReaders(file);
        var connection = file.OpenForWriting();
        try
        {
            LibraryVersion = (string)SqliteFile.Ask(connection, "SELECT sqlite_version()")!;
            SqliteSchema.Migrate(connection, file.Path, time);
            if (file.Settings.Seal is { } seal && SqliteResealing.Run(connection, seal) is > 0 and var renewed)
            {
                logger.SecretsResealed(renewed);
            }

            _writer = new SqliteWriter(file, connection, feed.Enqueue, logger);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The version of the SQLite library in use.</summary>
    public string LibraryVersion { get; }

    /// <summary>Opens the store, lets the observers build their first state, and begins to follow commits.</summary>
    /// <param name="folder">The data folder; made when it is not there. No other process may have it open.</param>
    /// <param name="observers">In the order in which they hear of commits.</param>
    /// <param name="seal">Seals documents with secrets. Those under a former key, or in the open, are sealed anew first.</param>
    /// <param name="time">For the bounded wait of commits.</param>
    /// <param name="logger">For failures of observers and of the disk.</param>
    /// <param name="cancellationToken">Gives up loading.</param>
    /// <exception cref="StorageException">The folder cannot be used; the message says why and what to do.</exception>
    public static Task<SqliteDocumentStore> OpenAsync(
        string folder, ImmutableArray<IDocumentObserver> observers, IDocumentSeal seal, TimeProvider time, ILogger logger,
        CancellationToken cancellationToken) =>
        OpenAsync(folder, observers, time, logger, new SqliteSettings { Seal = seal }, cancellationToken);

    /// <summary>Opens a store that neither takes nor shows documents with secrets.</summary>
    internal static Task<SqliteDocumentStore> OpenAsync(
        string folder, ImmutableArray<IDocumentObserver> observers, TimeProvider time, ILogger logger,
        CancellationToken cancellationToken) =>
        OpenAsync(folder, observers, time, logger, new SqliteSettings(), cancellationToken);

    internal static async Task<SqliteDocumentStore> OpenAsync(
        string folder, ImmutableArray<IDocumentObserver> observers, TimeProvider time, ILogger logger,
        SqliteSettings settings, CancellationToken cancellationToken)
    {
        SqliteLibrary.EnsureInitialized();
        var folderLock = DataFolderLock.Take(folder);
        SqliteDocumentStore store;
        try
        {
            var file = new SqliteFile(Path.Combine(folder, FileName), settings);
            store = new SqliteDocumentStore(folderLock, file, new ObserverFeed(observers, time, logger), time, logger);
        }
        catch (SqliteException exception)
        {
            await folderLock.DisposeAsync();
            throw SqliteFailure.Describe(exception, Path.Combine(folder, FileName));
        }
        catch
        {
            await folderLock.DisposeAsync();
            throw;
        }

        try
        {
            await store._feed.StartAsync(store, cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public ValueTask<Versioned<T>?> FindAsync<T>(DocumentScope scope, string id, CancellationToken cancellationToken)
        where T : class, IDocument<T> => StorableKeys.IsStorable(id)
            ? _readers.ReadAsync(reader => reader.Find<T>(scope, id), cancellationToken)
            : new ValueTask<Versioned<T>?>((Versioned<T>?)null);

    public ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(
        DocumentScope scope, string idPrefix, CancellationToken cancellationToken)
        where T : class, IDocument<T> => StorableKeys.IsStorable(idPrefix)
            ? _readers.ReadAsync(reader => reader.List<T>(scope, idPrefix), cancellationToken)
            : new ValueTask<ImmutableArray<Versioned<T>>>([]);

    public ValueTask<ImmutableArray<(DocumentScope Scope, Versioned<T> Document)>> ListAllAsync<T>(
        CancellationToken cancellationToken)
        where T : class, IDocument<T> => _readers.ReadAsync(static reader => reader.ListAll<T>(), cancellationToken);

    public async ValueTask<long> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        StorableKeys.Check(batch);
        var stored = await _writer.CommitAsync(batch, cancellationToken);
        await _feed.WaitAsync(stored.Revision, stored.Applied);
        return stored.Revision;
    }

    /// <summary>Writes what waits, tells the observers, and gives the data folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _feed.StopAsync();
        await _readers.DisposeAsync();
        await _lock.DisposeAsync();
    }
}
