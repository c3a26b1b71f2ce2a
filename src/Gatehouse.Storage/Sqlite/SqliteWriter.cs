using System.Threading.Channels;
using Gatehouse.Model.Documents;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Sqlite;

/// <summary>
/// The one writer: a thread of its own, because SQLite's calls block. Batches that wait together share one transaction
/// and so one fsync; each keeps its own all-or-nothing by a savepoint.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteBatchWriter _statements;
    private readonly Func<DocumentCommit, Task> _committed;
    private readonly ILogger _logger;
    private readonly Channel<PendingBatch> _queue = Channel.CreateBounded<PendingBatch>(
        new BoundedChannelOptions(StorageLimits.WaitingBatches) { SingleReader = true });

    /// <summary>Blocks without spinning first: a spinning writer takes the core from those it waits for.</summary>
#pragma warning disable CA2213 // A writer that comes late still sets it; undisposed its finaliser frees it.
    private readonly AutoResetEvent _wake = new(initialState: false);
#pragma warning restore CA2213

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="file">For settings and messages.</param>
    /// <param name="connection">A connection of its own; disposed with the writer.</param>
    /// <param name="committed">
    /// Called on the writer's thread, in revision order, once a commit is durable; returns what completes when this
    /// node has applied it. Must not block.
    /// </param>
    /// <param name="logger">For failures of the disk.</param>
    public SqliteWriter(
        SqliteFile file, SqliteConnection connection, Func<DocumentCommit, Task> committed, ILogger logger)
    {
        _file = file;
        _statements = new SqliteBatchWriter(connection, new SqliteSeal(file.Settings.Seal));
        _committed = committed;
        _logger = logger;
        new Thread(Run) { IsBackground = true, Name = "gatehouse-store" }.Start();
    }

    /// <exception cref="DocumentConflictException">
    /// An expectation of the batch did not hold; nothing was stored.
    /// </exception>
    /// <exception cref="StorageException">The disk refused; nothing was stored.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled before the writer took the batch; nothing was stored.
    /// </exception>
    public async ValueTask<StoredCommit> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        var pending = new PendingBatch(batch);
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken);
            _wake.Set();
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDocumentStore), "The store is closed.");
        }

        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((PendingBatch)state!).GiveUp(token), pending);
        return await pending.Done;
    }

    /// <summary>Writes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            _wake.Set();
            await _stopped.Task;
            _statements.Dispose();
        }
    }

    private void Run()
    {
        var group = new List<PendingBatch>(_file.Settings.BatchesPerTransaction);
        while (true)
        {
            group.Clear();
            while (group.Count < _file.Settings.BatchesPerTransaction && _queue.Reader.TryRead(out var pending))
            {
                if (pending.TryTake())
                {
                    group.Add(pending);
                }
            }

            if (group.Count > 0)
            {
                Write(group);
            }
            else if (_queue.Reader.Completion.IsCompleted)
            {
                break; // closed, and nothing is left
            }
            else
            {
                _wake.WaitOne();
            }
        }

        _stopped.TrySetResult();
    }

    private void Write(List<PendingBatch> group)
    {
        if (TryWrite(group) is not { } failure)
        {
            return;
        }

        if (group.Count > 1 && !(failure is SqliteException sqlite && SqliteFailure.IsBusy(sqlite)))
        {
            // One batch may have spoiled it for the others, by its size for example: each gets its own try.
            foreach (var pending in group)
            {
                Write([pending]);
            }

            return;
        }

        _logger.WriteFailed(failure);
        var told = failure is SqliteException exception ? SqliteFailure.Describe(exception, _file.Path) : failure;
        foreach (var pending in group)
        {
            pending.Fail(told);
        }
    }

    /// <returns>
    /// <see langword="null"/> when every batch of the group has its answer, or why none of them was stored.
    /// </returns>
    private Exception? TryWrite(List<PendingBatch> group)
    {
        var outcomes = new List<(PendingBatch, DocumentCommit?, DocumentConflictException?)>(group.Count);
        try
        {
            var revision = _statements.Begin();
            foreach (var pending in group)
            {
                var (commit, conflict) = _statements.Write(pending.Batch, revision + 1);
                revision = commit?.Revision ?? revision;
                outcomes.Add((pending, commit, conflict));
            }

            _statements.Commit(revision, _file.Settings.KeptCommits);
        }
        catch (Exception exception)
        {
            Rollback();
            return exception;
        }

        foreach (var (pending, commit, conflict) in outcomes)
        {
            if (commit is not null)
            {
                pending.Succeed(new StoredCommit(commit.Revision, _committed(commit)));
            }
            else
            {
                pending.Fail(conflict!);
            }
        }

        return null;
    }

    private void Rollback()
    {
        try
        {
            _statements.Rollback();
        }
        catch (SqliteException exception)
        {
            _logger.RollbackFailed(exception);
        }
    }
}
