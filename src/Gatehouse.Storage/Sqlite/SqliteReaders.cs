using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>Read connections, opened when needed, at most <see cref="StorageLimits.Readers"/> at once.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IAsyncDisposable
{
    private readonly ConcurrentBag<SqliteReader> _idle = [];
#pragma warning disable CA2213 // A disposed semaphore leaves its waiters hanging; undisposed it holds no handle.
    private readonly SemaphoreSlim _slots = new(StorageLimits.Readers);
#pragma warning restore CA2213
    private volatile bool _isClosed;

    /// <summary>
    /// Runs a read on a thread of the pool: SQLite's calls block, and a thread that polls sockets must not.
    /// </summary>
    public async ValueTask<TResult> ReadAsync<TResult>(
        Func<SqliteReader, TResult> read, CancellationToken cancellationToken)
    {
        if (!Thread.CurrentThread.IsThreadPoolThread)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteDocumentStore));
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteDocumentStore));
            return Lend(read);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Describe(exception, file.Path);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Lets reads that are under way finish, then closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        for (var i = 0; i < StorageLimits.Readers; i++)
        {
            await _slots.WaitAsync(CancellationToken.None);
        }

        // The slots go back, so that a reader which waits for one hears that the store is closed.
        _slots.Release(StorageLimits.Readers);
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private TResult Lend<TResult>(Func<SqliteReader, TResult> read)
    {
        if (!_idle.TryTake(out var reader))
        {
            reader = new SqliteReader(file.OpenForReading(), new SqliteSeal(file.Settings.Seal));
        }

        try
        {
            var result = read(reader);
            _idle.Add(reader);
            return result;
        }
        catch
        {
            // Whatever went wrong may have left the connection in the middle of something.
            reader.Dispose();
            throw;
        }
    }
}
