using System.Globalization;
using Gatehouse.Model.Documents;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>Opens connections to the one database file, each set up the same way.</summary>
internal sealed class SqliteFile(string path, SqliteSettings settings)
{
    public string Path { get; } = path;

    public SqliteSettings Settings { get; } = settings;

    /// <summary>
    /// Write-ahead log, so that readers and the writer do not wait for each other; synchronous FULL, so that each
    /// commit is flushed before it is acknowledged (sqlite.org/pragma.html, "synchronous").
    /// </summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        try
        {
            Set(connection, "PRAGMA journal_mode = WAL");
            Set(connection, "PRAGMA synchronous = FULL");
            SetNumber(connection, "journal_size_limit", StorageLimits.KeptLogBytes);
            var pageSize = Convert.ToInt64(Ask(connection, "PRAGMA page_size"), CultureInfo.InvariantCulture);
            SetNumber(connection, "max_page_count", Settings.DatabaseBytes / pageSize);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public SqliteConnection OpenForReading() => Open(SqliteOpenMode.ReadOnly);

    public static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Set(SqliteConnection connection, string sql) => _ = Ask(connection, sql);

    private static void SetNumber(SqliteConnection connection, string pragma, long value) =>
        Set(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA {pragma} = {value}"));

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = (int)Settings.BusyTimeout.TotalSeconds,
        }.ToString());
        try
        {
            connection.Open();
            SetNumber(connection, "busy_timeout", (long)Settings.BusyTimeout.TotalMilliseconds);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

/// <summary>What a test may set smaller than <see cref="StorageLimits"/> do.</summary>
internal sealed record SqliteSettings
{
    public int BatchesPerTransaction { get; init; } = StorageLimits.BatchesPerTransaction;

    public long DatabaseBytes { get; init; } = StorageLimits.DatabaseBytes;

    /// <value>Whole seconds, at least one.</value>
    public TimeSpan BusyTimeout { get; init; } = StorageLimits.BusyTimeout;

    public int KeptCommits { get; init; } = StorageLimits.KeptCommits;

    /// <summary>Seals documents with secrets; without it none can be written or read.</summary>
    public IDocumentSeal? Seal { get; init; }
}
