using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Logs;
using Gatehouse.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Logs;

/// <summary>
/// Log groups, streams and events in a SQLite file of their own, so that a storm of logs never stands in the way of
/// documents. Commits are not flushed to the disk one by one: a power cut may take the last moments of a log.
/// </summary>
public sealed class SqliteLogStore : ILogWriter, ILogReader, ILogGroups, IAsyncDisposable
{
    internal const string FileName = "logs.db";

    private readonly LogWriter _writer;
    private readonly SqliteLogReader _reader;

    private SqliteLogStore(LogWriter writer, SqliteLogReader reader)
    {
        _writer = writer;
        _reader = reader;
    }

    public long DroppedEntries => _writer.DroppedEntries;

    /// <param name="folder">The data folder, which the document store holds the lock of.</param>
    /// <param name="time">For times of arrival and retention.</param>
    /// <param name="logger">For failures of the disk.</param>
    /// <exception cref="StorageException">The file cannot be used; the message says why and what to do.</exception>
    public static SqliteLogStore Open(string folder, TimeProvider time, ILogger logger) =>
        Open(folder, time, logger, new LogStoreSettings());

    internal static SqliteLogStore Open(string folder, TimeProvider time, ILogger logger, LogStoreSettings settings)
    {
        SqliteLibrary.EnsureInitialized();
        var file = new SqliteFile(
            Path.Combine(folder, FileName), new SqliteSettings { DatabaseBytes = LogStoreLimits.DatabaseBytes });
        SqliteConnection? connection = null;
        try
        {
            connection = file.OpenForWriting();
            _ = SqliteFile.Ask(connection, "PRAGMA synchronous = NORMAL");
            LogSchema.Create(connection, file.Path);
            return new SqliteLogStore(
                new LogWriter(file.Path, connection, settings, time, logger), new SqliteLogReader(folder));
        }
        catch (SqliteException exception)
        {
            connection?.Dispose();
            throw SqliteFailure.Describe(exception, file.Path);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    public bool TryWrite(LogBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _writer.TryWrite(batch);
    }

    public async ValueTask WriteAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        await _writer.WriteAsync(batch, cancellationToken);
    }

    public ValueTask<ImmutableArray<LogGroup>> ListGroupsAsync(
        DocumentScope? scope, string namePrefix, CancellationToken cancellationToken) =>
        _reader.ListGroupsAsync(scope, namePrefix, cancellationToken);

    public ValueTask<ImmutableArray<LogStream>> ListStreamsAsync(
        LogGroupKey group, string namePrefix, CancellationToken cancellationToken) =>
        _reader.ListStreamsAsync(group, namePrefix, cancellationToken);

    public ValueTask<ImmutableArray<LogEvent>> ReadAsync(LogQuery query, CancellationToken cancellationToken) =>
        _reader.ReadAsync(query, cancellationToken);

    public ValueTask<bool> CreateGroupAsync(LogGroupKey group, CancellationToken cancellationToken) =>
        new(_writer.ChangeAsync(tables => tables.CreateGroup(group), cancellationToken));

    public ValueTask<bool> CreateStreamAsync(LogGroupKey group, string stream, CancellationToken cancellationToken) =>
        new(_writer.ChangeAsync(tables => tables.CreateStream(group, stream), cancellationToken));

    public ValueTask<bool> SetRetentionAsync(LogGroupKey group, int? days, CancellationToken cancellationToken) =>
        new(_writer.ChangeAsync(
            tables => tables.FindGroup(group) is { } id
                && tables.Run(
                    "UPDATE log_groups SET retention = $2 WHERE id = $1", id, days is null ? DBNull.Value : days) > 0,
            cancellationToken));

    public ValueTask<bool> DeleteGroupAsync(LogGroupKey group, CancellationToken cancellationToken) =>
        new(_writer.ChangeAsync(tables => DeleteGroup(tables, group), cancellationToken));

    public ValueTask<bool> DeleteStreamAsync(LogGroupKey group, string stream, CancellationToken cancellationToken) =>
        new(_writer.ChangeAsync(tables => DeleteStream(tables, group, stream), cancellationToken));

    /// <summary>Writes what waits, and closes.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static bool DeleteGroup(LogTables tables, LogGroupKey group)
    {
        if (tables.FindGroup(group) is not { } id)
        {
            return false;
        }

        tables.Forget();
        tables.Run("DELETE FROM log_blocks WHERE group_id = $1", id);
        tables.Run("DELETE FROM log_streams WHERE group_id = $1", id);
        return tables.Run("DELETE FROM log_groups WHERE id = $1", id) > 0;
    }

    private static bool DeleteStream(LogTables tables, LogGroupKey group, string stream)
    {
        if (tables.FindGroup(group) is not { } groupId || tables.FindStream(groupId, stream) is not { } id)
        {
            return false;
        }

        tables.Forget();
        tables.Run(
            "UPDATE log_groups SET bytes = bytes - coalesce((SELECT sum(bytes) FROM log_blocks "
            + "WHERE group_id = $1 AND stream_id = $2), 0) WHERE id = $1",
            groupId, id);
        tables.Run("DELETE FROM log_blocks WHERE group_id = $1 AND stream_id = $2", groupId, id);
        return tables.Run("DELETE FROM log_streams WHERE id = $1", id) > 0;
    }
}
