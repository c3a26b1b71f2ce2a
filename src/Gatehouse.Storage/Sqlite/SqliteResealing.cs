using Gatehouse.Model.Documents;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>
/// Brings every secret under the key that seals now: what an older version stored in the open, and what was sealed under
/// a key that has been replaced. One transaction, before anyone reads: a kill in its midst leaves all as it was, and the
/// next start does it. Contents do not change, so revisions do not either and no observer hears of it.
/// </summary>
internal static class SqliteResealing
{
    /// <returns>How many documents were sealed anew.</returns>
    /// <exception cref="StorageException">One of them opens under no key at hand; nothing was changed.</exception>
    public static int Run(SqliteConnection connection, IDocumentSeal seal)
    {
        var (stale, wasOpen) = FindStale(connection, seal);
        if (stale.Count == 0)
        {
            return 0;
        }

        // What was overwritten must not stay behind in free pages (sqlite.org/pragma.html, "secure_delete").
        _ = SqliteFile.Ask(connection, "PRAGMA secure_delete = ON");
        using (var transaction = connection.BeginTransaction(deferred: false))
        {
            Rewrite(connection, transaction, seal, stale);
            transaction.Commit();
        }

        if (wasOpen)
        {
            // Pages that were freed long before this one learned to seal still hold what they held.
            _ = SqliteFile.Ask(connection, "VACUUM");
        }

        _ = SqliteFile.Ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        _ = SqliteFile.Ask(connection, "PRAGMA secure_delete = FAST");
        return stale.Count;
    }

    private static (List<long> RowIds, bool WasOpen) FindStale(SqliteConnection connection, IDocumentSeal seal)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT rowid, substr(body, 1, $2) FROM documents WHERE kind = $1";
        var kind = command.Parameters.Add("$1", SqliteType.Text);
        command.Parameters.AddWithValue("$2", StorageLimits.SealHeadBytes);
        var stale = new List<long>();
        var wasOpen = false;
        foreach (var secret in SecretDocuments.Kinds)
        {
            kind.Value = secret;
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                var head = rows.GetFieldValue<byte[]>(1);
                if (!SqliteSeal.IsSealed(head))
                {
                    wasOpen = true;
                    stale.Add(rows.GetInt64(0));
                }
                else if (!seal.IsCurrent(head))
                {
                    stale.Add(rows.GetInt64(0));
                }
            }
        }

        return (stale, wasOpen);
    }

    private static void Rewrite(
        SqliteConnection connection, SqliteTransaction transaction, IDocumentSeal seal, List<long> stale)
    {
        var door = new SqliteSeal(seal);
        using var read = connection.CreateCommand();
        read.Transaction = transaction;
        read.CommandText = "SELECT account, region, kind, id, body FROM documents WHERE rowid = $1";
        var readRow = read.Parameters.Add("$1", SqliteType.Integer);
        using var write = connection.CreateCommand();
        write.Transaction = transaction;
        write.CommandText = "UPDATE documents SET body = $2 WHERE rowid = $1";
        var writeRow = write.Parameters.Add("$1", SqliteType.Integer);
        var writeBody = write.Parameters.Add("$2", SqliteType.Blob);
        foreach (var row in stale)
        {
            readRow.Value = row;
            using var rows = read.ExecuteReader();
            if (!rows.Read())
            {
                continue;
            }

            var key = new DocumentKey(
                new DocumentScope(rows.GetString(0), rows.GetString(1)), rows.GetString(2), rows.GetString(3));
            var body = door.Open(key, rows.GetFieldValue<byte[]>(4));
            rows.Close();
            writeRow.Value = row;
            writeBody.Value = seal.Seal(key, body);
            write.ExecuteNonQuery();
        }
    }
}
