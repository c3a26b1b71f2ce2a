using System.Threading.Channels;
using Gatehouse.Model.Logs;
using Gatehouse.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Logs;

/// <summary>
/// The one writer of the log file: a thread of its own, because SQLite's calls block. What waits together shares one
/// transaction. A queue of bounded length and bytes keeps a storm of logs from eating the memory of the server.
/// </summary>
internal sealed class LogWriter : IAsyncDisposable
{
    private readonly string _file;
    private readonly LogTables _tables;
    private readonly LogPruning _pruning;
    private readonly LogStoreSettings _settings;
    private readonly ILogger _logger;
    private readonly Channel<PendingLog> _queue;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _hurry = new();
    private long _waitingBytes;
    private long _dropped;
    private bool _isFailing;

    public LogWriter(
        string file, SqliteConnection connection, LogStoreSettings settings, TimeProvider time, ILogger logger)
    {
        _file = file;
        _settings = settings;
        _logger = logger;
        _tables = new LogTables(connection, time);
        _pruning = new LogPruning(_tables, settings, time);
        _queue = Channel.CreateBounded<PendingLog>(
            new BoundedChannelOptions(settings.WaitingBatches) { SingleReader = true });
        new Thread(Run) { IsBackground = true, Name = "gatehouse-logs" }.Start();
    }

    public long DroppedEntries => Interlocked.Read(ref _dropped);

    public bool TryWrite(LogBatch batch)
    {
        var bytes = BytesOf(batch);
        if (Interlocked.Add(ref _waitingBytes, bytes) <= _settings.WaitingBytes
            && _queue.Writer.TryWrite(PendingLog.Of(batch, bytes, isAwaited: false)))
        {
            return true;
        }

        Interlocked.Add(ref _waitingBytes, -bytes);
        Interlocked.Add(ref _dropped, batch.Entries.Length);
        return false;
    }

    public Task<bool> WriteAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        var bytes = BytesOf(batch);
        Interlocked.Add(ref _waitingBytes, bytes);
        return RunAsync(PendingLog.Of(batch, bytes, isAwaited: true), cancellationToken);
    }

    public Task<bool> ChangeAsync(Func<LogTables, bool> change, CancellationToken cancellationToken) =>
        RunAsync(PendingLog.Of(change), cancellationToken);

    /// <summary>Writes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            Hurry();
            await _stopped.Task;
            _tables.Dispose();
        }
    }

    /// <summary>
    /// Characters, not bytes: counted on a request's path, where only the order of magnitude matters.
    /// </summary>
    private static long BytesOf(LogBatch batch)
    {
        var bytes = 0L;
        foreach (var entry in batch.Entries)
        {
            bytes += entry.Message.Length + LogStoreLimits.EventOverheadBytes;
        }

        return bytes;
    }

    private async Task<bool> RunAsync(PendingLog pending, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (Exception exception)
        {
            Interlocked.Add(ref _waitingBytes, -pending.Bytes);
            throw exception is ChannelClosedException
                ? new ObjectDisposedException(nameof(SqliteLogStore), "The log store is closed.")
                : exception;
        }

        Hurry();
        return await pending.Done.WaitAsync(cancellationToken);
    }

    private void Run()
    {
        var group = new List<PendingLog>(LogStoreLimits.BatchesPerTransaction);
        while (_queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            Linger();
            group.Clear();
            while (group.Count < LogStoreLimits.BatchesPerTransaction && _queue.Reader.TryRead(out var pending))
            {
                Interlocked.Add(ref _waitingBytes, -pending.Bytes);
                group.Add(pending);
            }

            Write(group);
            Prune();
        }

        _stopped.TrySetResult();
    }

    /// <summary>
    /// Waits a moment for more, so that a stream of single events wakes this thread some fifty times a second and not
    /// for each of them. What somebody waits for is written at once.
    /// </summary>
    private void Linger()
    {
        if (_queue.Reader.TryPeek(out var first) && !first.IsAwaited)
        {
            lock (_hurry)
            {
                Monitor.Wait(_hurry, LogStoreLimits.Linger);
            }
        }
    }

    /// <summary>Ends the wait for more: somebody waits for what was just queued.</summary>
    private void Hurry()
    {
        lock (_hurry)
        {
            Monitor.Pulse(_hurry);
        }
    }

    private void Write(List<PendingLog> group)
    {
        var results = new bool[group.Count];
        try
        {
            _tables.Begin();
            for (var i = 0; i < group.Count; i++)
            {
                results[i] = Apply(group[i]);
            }

            _tables.Commit();
            _isFailing = false;
        }
        catch (Exception exception)
        {
            Fail(group, exception);
            return;
        }

        for (var i = 0; i < group.Count; i++)
        {
            group[i].Succeed(results[i]);
        }
    }

    private bool Apply(PendingLog pending)
    {
        if (pending.Batch is { } batch)
        {
            _tables.Append(batch);
            _pruning.Grow(pending.Bytes);
            return true;
        }

        _tables.Settle();
        _pruning.Reset();
        return pending.Change!(_tables);
    }

    private void Fail(List<PendingLog> group, Exception exception)
    {
        Rollback();
        _pruning.Reset();
        var told = exception is SqliteException sqlite ? SqliteFailure.Describe(sqlite, _file) : exception;
        foreach (var pending in group)
        {
            Interlocked.Add(ref _dropped, pending.Batch?.Entries.Length ?? 0);
            pending.Fail(told);
        }

        if (!_isFailing)
        {
            // Said once, not for every batch: a full disk would otherwise fill the operator's own log too.
            _isFailing = true;
            _logger.LogsNotWritten(told);
        }
    }

    private void Prune()
    {
        try
        {
            // New events do not wait for long: one step between two transactions, and all that is due when idle.
            while (_pruning.Run() && _queue.Reader.Count == 0)
            {
            }
        }
        catch (Exception exception)
        {
            Rollback();
            _pruning.Reset();
            _logger.LogsNotPruned(exception);
        }
    }

    private void Rollback()
    {
        try
        {
            _tables.Rollback();
        }
        catch (SqliteException exception)
        {
            _logger.RollbackFailed(exception);
        }
    }
}
