using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Model.Documents;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Sqlite;

/// <summary>
/// Documents in one SQLite file: write-ahead log, synchronous FULL, one writer, pooled readers. An acknowledged commit
/// survives a kill of the process and, as far as the disk keeps its word, a power cut.
/// </summary>
/// <remarks>Reads run on the caller's thread and touch the disk: never call them from a request of the data plane.</remarks>
public sealed class SqliteDocumentStore : IDocumentStore, IAsyncDisposable
{
    private const string FileName = "gatehouse.db";

    private readonly string _file;
    private readonly ObserverFeed _feed;
    private readonly ConcurrentBag<SqliteReader> _idleReaders = [];
    private readonly SqliteWriter _writer;
    private readonly FileStream _lock;

    private SqliteDocumentStore(string file, FileStream fileLock, ObserverFeed feed, ILogger logger)
    {
        _file = file;
        _lock = fileLock;
        _feed = feed;
        var connection = Connect(isReadOnly: false);
        try
        {
            LibraryVersion = (string)SqliteSchema.Scalar(connection, "SELECT sqlite_version()")!;
            SqliteSchema.Scalar(connection, "PRAGMA journal_mode = WAL");
            SqliteSchema.Scalar(connection, "PRAGMA synchronous = FULL");
            SqliteSchema.Migrate(connection, file);
            _writer = new SqliteWriter(connection, feed.Enqueue, logger);
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
    /// <param name="folder">The data folder; made when it is not there.</param>
    /// <param name="observers">In the order in which they hear of commits.</param>
    /// <param name="time">For the bounded wait of commits.</param>
    /// <param name="logger">For failures of observers and of the disk.</param>
    /// <param name="cancellationToken">Gives up loading.</param>
    /// <exception cref="StorageException">The folder cannot be used; the message says why and what to do.</exception>
    public static async Task<SqliteDocumentStore> OpenAsync(
        string folder, ImmutableArray<IDocumentObserver> observers, TimeProvider time, ILogger logger,
        CancellationToken cancellationToken)
    {
        SqliteLibrary.EnsureInitialized();
        var file = Path.Combine(folder, FileName);
        var fileLock = Lock(folder);
        SqliteDocumentStore store;
        try
        {
            store = new SqliteDocumentStore(file, fileLock, new ObserverFeed(observers, time, logger), logger);
        }
        catch (SqliteException exception)
        {
            await fileLock.DisposeAsync();
            throw new StorageException($"{file} cannot be opened: {exception.Message} Choose another folder with --data.", exception);
        }
        catch
        {
            await fileLock.DisposeAsync();
            throw;
        }

        await store._feed.StartAsync(store, cancellationToken);
        return store;
    }

    public ValueTask<Versioned<T>?> FindAsync<T>(DocumentScope scope, string id, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<Versioned<T>?>(Read(reader => reader.Find<T>(scope, id)));
    }

    public ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(
        DocumentScope scope, string idPrefix, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<ImmutableArray<Versioned<T>>>(Read(reader => reader.List<T>(scope, idPrefix)));
    }

    public ValueTask<ImmutableArray<(DocumentScope Scope, Versioned<T> Document)>> ListAllAsync<T>(
        CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<ImmutableArray<(DocumentScope, Versioned<T>)>>(Read(static reader => reader.ListAll<T>()));
    }

    public async ValueTask<long> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var revision = await _writer.CommitAsync(batch, cancellationToken);
        await _feed.WaitAsync(revision);
        return revision;
    }

    public async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        await _feed.StopAsync();
        while (_idleReaders.TryTake(out var reader))
        {
            reader.Dispose();
        }

        await _lock.DisposeAsync();
    }

    /// <summary>One process per data folder: two would publish each from its own half of the truth.</summary>
    private static FileStream Lock(string folder)
    {
        var file = Path.Combine(folder, "gatehouse.lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StorageException($"The data folder {folder} is not writable; choose another with --data.", exception);
        }
        catch (IOException exception)
        {
            throw new StorageException(
                File.Exists(file)
                    ? $"The data folder {folder} is in use by another gatehouse; stop that one or choose another folder with --data."
                    : $"The data folder {folder} cannot be made ({exception.Message}); choose another with --data.",
                exception);
        }
    }

    private TResult Read<TResult>(Func<SqliteReader, TResult> read)
    {
        if (!_idleReaders.TryTake(out var reader))
        {
            reader = new SqliteReader(Connect(isReadOnly: true));
        }

        try
        {
            return read(reader);
        }
        finally
        {
            if (_idleReaders.Count < StorageLimits.IdleReaders)
            {
                _idleReaders.Add(reader);
            }
            else
            {
                reader.Dispose();
            }
        }
    }

    private SqliteConnection Connect(bool isReadOnly)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _file,
            Mode = isReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = (int)StorageLimits.BusyTimeout.TotalSeconds,
        }.ToString());
        connection.Open();
        SqliteSchema.Scalar(
            connection,
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)StorageLimits.BusyTimeout.TotalMilliseconds}"));
        return connection;
    }
}
