using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>The statements that write, on the writer's connection.</summary>
internal sealed class SqliteBatchWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteSeal _seal;
    private readonly SqliteStatementList _all;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _save;
    private readonly SqliteStatement _release;
    private readonly SqliteStatement _rollbackToSaved;
    private readonly SqliteStatement _readRevision;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _addChange;
    private readonly SqliteStatement _readCounter;
    private readonly SqliteStatement _setCounter;
    private readonly SqliteStatement _trim;

    public SqliteBatchWriter(SqliteConnection connection, SqliteSeal seal)
    {
        _seal = seal;
        const string OneDocument = "WHERE kind = $1 AND account = $2 AND region = $3 AND id = $4";
        _connection = connection;
        _all = new SqliteStatementList(connection);
        _begin = _all.Prepare("BEGIN IMMEDIATE");
        _commit = _all.Prepare("COMMIT");
        _rollback = _all.Prepare("ROLLBACK");
        _save = _all.Prepare("SAVEPOINT batch");
        _release = _all.Prepare("RELEASE batch");
        _rollbackToSaved = _all.Prepare("ROLLBACK TO batch");
        _readRevision = _all.Prepare("SELECT revision FROM documents " + OneDocument, 4);
        _put = _all.Prepare(
            "INSERT INTO documents (kind, account, region, id, revision, body) VALUES ($1, $2, $3, $4, $5, $6) "
            + "ON CONFLICT (kind, account, region, id) "
            + "DO UPDATE SET revision = excluded.revision, body = excluded.body",
            6);
        _delete = _all.Prepare("DELETE FROM documents " + OneDocument, 4);
        _addChange = _all.Prepare(
            "INSERT INTO changes (revision, sequence, kind, account, region, id, deleted) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7)",
            7);
        _readCounter = _all.Prepare("SELECT value FROM counters WHERE name = 'revision'");
        _setCounter = _all.Prepare("UPDATE counters SET value = $1 WHERE name = 'revision'", 1);
        _trim = _all.Prepare("DELETE FROM changes WHERE revision <= $1", 1);
    }

    private bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <returns>The revision of the last commit.</returns>
    public long Begin()
    {
        _begin.Execute();
        return _readCounter.AskNumber() ?? throw new StorageException("The database has lost its revision counter.");
    }

    /// <summary>Writes a batch within the transaction, all or nothing.</summary>
    /// <returns>The commit, or the conflict that left everything as it was.</returns>
    public (DocumentCommit? Commit, DocumentConflictException? Conflict) Write(DocumentBatch batch, long revision)
    {
        _save.Execute();
        var changes = ImmutableArray.CreateBuilder<DocumentChange>(batch.Writes.Count);
        foreach (var write in batch.Writes)
        {
            if (!IsExpected(write))
            {
                _rollbackToSaved.Execute();
                _release.Execute();
                return (null, new DocumentConflictException(write.Key));
            }

            if (!write.IsCheckOnly)
            {
                Apply(write, revision, changes.Count);
                changes.Add(new DocumentChange(revision, write.Key, write.Body is null));
            }
        }

        _release.Execute();
        return (new DocumentCommit(revision, changes.DrainToImmutable()), null);
    }

    /// <summary>Returns once the disk has it.</summary>
    public void Commit(long revision, int keptCommits)
    {
        _setCounter.Execute(revision);
        _trim.Execute(revision - keptCommits);
        _commit.Execute();
    }

    /// <summary>
    /// After a failure. SQLite has rolled back by itself after some (full disk, failed write), not after others.
    /// </summary>
    public void Rollback()
    {
        if (IsInTransaction)
        {
            _rollback.Execute();
        }
    }

    public void Dispose()
    {
        _all.Dispose();
        _connection.Dispose();
    }

    private bool IsExpected(DocumentWrite write)
    {
        if (write.ExpectedRevision == DocumentWrite.AnyRevision)
        {
            return true;
        }

        var (scope, kind, id) = (write.Key.Scope, write.Key.Kind, write.Key.Id);
        var found = _readRevision.AskNumber(kind, scope.Account, scope.Region, id) ?? DocumentWrite.MustNotExist;
        return found == write.ExpectedRevision;
    }

    private void Apply(DocumentWrite write, long revision, int sequence)
    {
        var (scope, kind, id) = (write.Key.Scope, write.Key.Kind, write.Key.Id);
        if (write.Body is not null)
        {
            _put.Execute(kind, scope.Account, scope.Region, id, revision, _seal.Close(write));
        }
        else
        {
            _delete.Execute(kind, scope.Account, scope.Region, id);
        }

        _addChange.Execute(revision, sequence, kind, scope.Account, scope.Region, id, write.Body is null ? 1 : 0);
    }
}
