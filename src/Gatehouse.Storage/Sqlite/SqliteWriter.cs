using System.Collections.Immutable;
using System.Threading.Channels;
using Gatehouse.Model.Documents;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Sqlite;

/// <summary>
/// The one writer: a thread of its own, because SQLite's calls block. Batches that wait together share one transaction
/// and so one fsync; each keeps its own all-or-nothing by a savepoint.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Action<DocumentCommit> _committed;
    private readonly ILogger _logger;
    private readonly Channel<PendingBatch> _queue = Channel.CreateBounded<PendingBatch>(
        new BoundedChannelOptions(StorageLimits.WaitingBatches) { SingleReader = true });

    private readonly SqliteCommand _readRevision;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _change;
    private readonly SqliteCommand _counter;
    private readonly SqliteCommand _trim;
    private readonly Thread _thread;
    private long _revision;

    /// <param name="connection">A connection of its own; disposed with the writer.</param>
    /// <param name="committed">Called on the writer's thread, in revision order, once a commit is durable. Must not block.</param>
    /// <param name="logger">For failures of the disk.</param>
    public SqliteWriter(SqliteConnection connection, Action<DocumentCommit> committed, ILogger logger)
    {
        _connection = connection;
        _committed = committed;
        _logger = logger;
        _readRevision = Prepare(
            "SELECT revision FROM documents WHERE kind = $1 AND account = $2 AND region = $3 AND id = $4", 4);
        _delete = Prepare("DELETE FROM documents WHERE kind = $1 AND account = $2 AND region = $3 AND id = $4", 4);
        _put = Prepare(
            "INSERT INTO documents (kind, account, region, id, revision, body) VALUES ($1, $2, $3, $4, $5, $6) "
            + "ON CONFLICT (kind, account, region, id) DO UPDATE SET revision = excluded.revision, body = excluded.body", 6);
        _change = Prepare(
            "INSERT INTO changes (kind, account, region, id, revision, sequence, deleted) VALUES ($1, $2, $3, $4, $5, $6, $7)", 7);
        _counter = Prepare("UPDATE counters SET value = $1 WHERE name = 'revision'", 1);
        _trim = Prepare("DELETE FROM changes WHERE revision <= $1", 1);
        _revision = Convert.ToInt64(
            SqliteSchema.Scalar(connection, "SELECT value FROM counters WHERE name = 'revision'"),
            System.Globalization.CultureInfo.InvariantCulture);
        _thread = new Thread(Run) { IsBackground = true, Name = "gatehouse-store" };
        _thread.Start();
    }

    /// <returns>The commit's revision.</returns>
    public async ValueTask<long> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        var pending = new PendingBatch(batch);
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteWriter), "The store is closed.");
        }

        // From here on the batch may be written: the answer must be the truth, so the wait is not cancelled.
        return await pending.Done.Task;
    }

    /// <summary>Writes what waits, then closes.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _readRevision.Dispose();
        _delete.Dispose();
        _put.Dispose();
        _change.Dispose();
        _counter.Dispose();
        _trim.Dispose();
        _connection.Dispose();
    }

    private void Run()
    {
        var group = new List<PendingBatch>(StorageLimits.BatchesPerTransaction);
        while (_queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < StorageLimits.BatchesPerTransaction && _queue.Reader.TryRead(out var pending))
            {
                group.Add(pending);
            }

            WriteGroup(group);
        }
    }

    private void WriteGroup(List<PendingBatch> group)
    {
        var before = _revision;
        var commits = new List<(PendingBatch Pending, DocumentCommit Commit)>(group.Count);
        try
        {
            using (var transaction = _connection.BeginTransaction(deferred: false))
            {
                foreach (var pending in group)
                {
                    WriteBatch(transaction, pending, commits);
                }

                if (commits.Count > 0)
                {
                    Execute(_counter, transaction, _revision);
                    Execute(_trim, transaction, _revision - StorageLimits.KeptCommits);
                }

                transaction.Commit();
            }
        }
        catch (Exception exception)
        {
            // The disk refused: the whole transaction is gone, and every batch of it hears so.
            _revision = before;
            _logger.WriteFailed(exception);
            foreach (var pending in group)
            {
                pending.Done.TrySetException(exception);
            }

            return;
        }

        foreach (var (pending, commit) in commits)
        {
            _committed(commit);
            pending.Done.TrySetResult(commit.Revision);
        }
    }

    private void WriteBatch(
        SqliteTransaction transaction, PendingBatch pending, List<(PendingBatch Pending, DocumentCommit Commit)> commits)
    {
        transaction.Save("batch");
        var revision = _revision + 1;
        var changes = ImmutableArray.CreateBuilder<DocumentChange>(pending.Batch.Writes.Count);
        foreach (var write in pending.Batch.Writes)
        {
            if (!IsExpected(transaction, write))
            {
                transaction.Rollback("batch");
                pending.Done.TrySetException(new DocumentConflictException(write.Key));
                return;
            }

            if (!write.IsCheckOnly)
            {
                changes.Add(Apply(transaction, write, revision, changes.Count));
            }
        }

        transaction.Release("batch");
        _revision = revision;
        commits.Add((pending, new DocumentCommit(revision, changes.ToImmutable())));
    }

    private bool IsExpected(SqliteTransaction transaction, DocumentWrite write)
    {
        if (write.ExpectedRevision == DocumentWrite.AnyRevision)
        {
            return true;
        }

        Bind(_readRevision, transaction, write.Key.Kind, write.Key.Scope.Account, write.Key.Scope.Region, write.Key.Id);
        var found = _readRevision.ExecuteScalar() is long revision ? revision : DocumentWrite.MustNotExist;
        return found == write.ExpectedRevision;
    }

    private DocumentChange Apply(SqliteTransaction transaction, DocumentWrite write, long revision, int sequence)
    {
        var (scope, kind, id) = (write.Key.Scope, write.Key.Kind, write.Key.Id);
        if (write.Body is { } body)
        {
            Execute(_put, transaction, kind, scope.Account, scope.Region, id, revision, body);
        }
        else
        {
            Execute(_delete, transaction, kind, scope.Account, scope.Region, id);
        }

        var isDeleted = write.Body is null;
        Execute(_change, transaction, kind, scope.Account, scope.Region, id, revision, sequence, isDeleted ? 1 : 0);
        return new DocumentChange(revision, write.Key, isDeleted);
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        }

        return command;
    }

    private static void Execute(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        Bind(command, transaction, values);
        command.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    private sealed class PendingBatch(DocumentBatch batch)
    {
        public DocumentBatch Batch { get; } = batch;

        public TaskCompletionSource<long> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
