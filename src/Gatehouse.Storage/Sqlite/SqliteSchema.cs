using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>The tables, as numbered steps. A step that was released is never edited; changes are new steps.</summary>
internal static class SqliteSchema
{
    /// <summary>
    /// Step 1. Documents keep a row id and a unique index instead of being WITHOUT ROWID: their bodies are large, and
    /// such rows belong into leaves (sqlite.org/withoutrowid.html). The index leads with the kind, so that it also
    /// serves listing one kind over all scopes. Texts compare as bytes (SQLite's BINARY collation).
    /// </summary>
    internal static readonly ImmutableArray<string> Steps =
    [
        """
        CREATE TABLE documents (
            kind     TEXT NOT NULL,
            account  TEXT NOT NULL,
            region   TEXT NOT NULL,
            id       TEXT NOT NULL,
            revision INTEGER NOT NULL,
            body     BLOB NOT NULL
        );
        CREATE UNIQUE INDEX documents_by_key ON documents (kind, account, region, id);
        CREATE TABLE changes (
            revision INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            kind     TEXT NOT NULL,
            account  TEXT NOT NULL,
            region   TEXT NOT NULL,
            id       TEXT NOT NULL,
            deleted  INTEGER NOT NULL,
            PRIMARY KEY (revision, sequence)
        ) WITHOUT ROWID;
        CREATE TABLE counters (
            name  TEXT PRIMARY KEY,
            value INTEGER NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO counters (name, value) VALUES ('revision', 0);
        """,
    ];

    /// <exception cref="StorageException">The file was written by a newer Gatehouse.</exception>
    public static void Migrate(SqliteConnection connection, string file, TimeProvider time)
    {
        Execute(
            connection,
            "CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER PRIMARY KEY, applied TEXT NOT NULL)");
        var version = Convert.ToInt32(
            SqliteFile.Ask(connection, "SELECT coalesce(max(version), 0) FROM schema_versions"),
            CultureInfo.InvariantCulture);
        if (version > Steps.Length)
        {
            throw new StorageException(
                $"{file} was written by a newer Gatehouse (schema {version}, this one knows {Steps.Length}); "
                + "start that version.");
        }

        for (var step = version; step < Steps.Length; step++)
        {
            // A step and its number become true together: a kill between two steps leaves a whole older schema.
            using var transaction = connection.BeginTransaction(deferred: false);
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = Steps[step];
            command.ExecuteNonQuery();
            command.CommandText = "INSERT INTO schema_versions (version, applied) VALUES ($version, $applied)";
            command.Parameters.AddWithValue("$version", step + 1);
            command.Parameters.AddWithValue("$applied", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
