using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Logs;
using Gatehouse.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Logs;

/// <summary>
/// Reads the log file, also from another process while a server writes it. Needs no lock of the data folder.
/// </summary>
public sealed class SqliteLogReader : ILogReader
{
    private readonly SqliteFile _file;

    internal SqliteLogReader(string folder) =>
        _file = new SqliteFile(Path.Combine(folder, SqliteLogStore.FileName), new SqliteSettings());

    /// <exception cref="StorageException">There is no log file in the folder.</exception>
    public static SqliteLogReader Open(string folder)
    {
        SqliteLibrary.EnsureInitialized();
        var reader = new SqliteLogReader(folder);
        return File.Exists(reader._file.Path)
            ? reader
            : throw new StorageException($"There are no logs in {folder}: {SqliteLogStore.FileName} does not exist.");
    }

    public ValueTask<ImmutableArray<LogGroup>> ListGroupsAsync(
        DocumentScope? scope, string namePrefix, CancellationToken cancellationToken) =>
        ReadAsync(connection => LogReading.ListGroups(connection, scope, namePrefix), cancellationToken);

    public ValueTask<ImmutableArray<LogStream>> ListStreamsAsync(
        LogGroupKey group, string namePrefix, CancellationToken cancellationToken) =>
        ReadAsync(connection => LogReading.ListStreams(connection, group, namePrefix), cancellationToken);

    public ValueTask<ImmutableArray<LogEvent>> ReadAsync(LogQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ReadAsync(connection => LogReading.Read(connection, query), cancellationToken);
    }

    private async ValueTask<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        // SQLite's calls block, and a thread that polls sockets must not.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // A connection per question: logs are read by people and pages, not on a request's path.
            await using var connection = _file.OpenForReading();
            return read(connection);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Describe(exception, _file.Path);
        }
    }
}
