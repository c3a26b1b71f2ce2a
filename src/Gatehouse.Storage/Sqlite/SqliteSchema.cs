using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>The tables, as numbered steps. A step that was released is never edited; changes are new steps.</summary>
internal static class SqliteSchema
{
    private static readonly ImmutableArray<string> Steps =
    [
        """
        CREATE TABLE documents (
            account  TEXT NOT NULL,
            region   TEXT NOT NULL,
            kind     TEXT NOT NULL,
            id       TEXT NOT NULL,
            revision INTEGER NOT NULL,
            body     BLOB NOT NULL,
            PRIMARY KEY (kind, account, region, id)
        ) WITHOUT ROWID;
        CREATE TABLE changes (
            revision INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            account  TEXT NOT NULL,
            region   TEXT NOT NULL,
            kind     TEXT NOT NULL,
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
    public static void Migrate(SqliteConnection connection, string file)
    {
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version > Steps.Length)
        {
            throw new StorageException(
                $"{file} was written by a newer Gatehouse (schema {version}, this one knows {Steps.Length}); start that version.");
        }

        for (var step = version; step < Steps.Length; step++)
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = Steps[step] + string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {step + 1};");
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
