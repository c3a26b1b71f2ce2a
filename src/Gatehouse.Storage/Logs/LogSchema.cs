using System.Globalization;
using Gatehouse.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Logs;

/// <summary>The tables of the log file. A file of another version is refused, not changed.</summary>
internal static class LogSchema
{
    private const long Version = 2;

    // The id of an event grows with its arrival and is never used again, because followers ask for "after this id". A
    // block has the id of its last event; those before it have the numbers before.
    private const string Tables =
        """
        CREATE TABLE log_groups (
            id        INTEGER PRIMARY KEY,
            account   TEXT NOT NULL,
            region    TEXT NOT NULL,
            name      TEXT NOT NULL,
            created   INTEGER NOT NULL,
            retention INTEGER,
            bytes     INTEGER NOT NULL DEFAULT 0
        );
        CREATE UNIQUE INDEX log_groups_by_name ON log_groups (account, region, name);
        CREATE TABLE log_streams (
            id            INTEGER PRIMARY KEY,
            group_id      INTEGER NOT NULL,
            name          TEXT NOT NULL,
            created       INTEGER NOT NULL,
            first_event   INTEGER,
            last_event    INTEGER,
            last_ingested INTEGER
        );
        CREATE UNIQUE INDEX log_streams_by_name ON log_streams (group_id, name);
        CREATE TABLE log_blocks (
            id        INTEGER PRIMARY KEY AUTOINCREMENT,
            events    INTEGER NOT NULL,
            group_id  INTEGER NOT NULL,
            stream_id INTEGER NOT NULL,
            first     INTEGER NOT NULL,
            last      INTEGER NOT NULL,
            ingested  INTEGER NOT NULL,
            bytes     INTEGER NOT NULL,
            data      BLOB NOT NULL
        );
        CREATE INDEX log_blocks_by_time ON log_blocks (group_id, first, id);
        PRAGMA user_version = 2;
        """;

    /// <exception cref="StorageException">The file was written by another version.</exception>
    public static void Create(SqliteConnection connection, string file)
    {
        var version = Convert.ToInt64(
            SqliteFile.Ask(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version == Version)
        {
            return;
        }

        if (version != 0)
        {
            throw new StorageException(
                $"{file} was written by another version of Gatehouse; move it away to begin new logs.");
        }

        using var transaction = connection.BeginTransaction(deferred: false);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Tables;
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
