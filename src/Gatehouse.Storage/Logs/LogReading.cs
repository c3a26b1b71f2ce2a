using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Logs;
using Gatehouse.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Logs;

/// <summary>
/// The queries of readers, each on a connection of its own: WAL lets them read while the writer writes.
/// </summary>
internal static class LogReading
{
    public static ImmutableArray<LogGroup> ListGroups(
        SqliteConnection connection, DocumentScope? scope, string namePrefix)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT account, region, name, created, retention, bytes FROM log_groups "
            + "WHERE substr(name, 1, length($prefix)) = $prefix "
            + (scope is null ? "" : "AND account = $account AND region = $region ")
            + "ORDER BY name, account, region";
        command.Parameters.AddWithValue("$prefix", namePrefix);
        if (scope is { } one)
        {
            command.Parameters.AddWithValue("$account", one.Account);
            command.Parameters.AddWithValue("$region", one.Region);
        }

        using var rows = command.ExecuteReader();
        var groups = ImmutableArray.CreateBuilder<LogGroup>();
        while (rows.Read())
        {
            var key = new LogGroupKey(new DocumentScope(rows.GetString(0), rows.GetString(1)), rows.GetString(2));
            groups.Add(new LogGroup(
                key, Time(rows, 3)!.Value, rows.IsDBNull(4) ? null : rows.GetInt32(4), rows.GetInt64(5)));
        }

        return groups.DrainToImmutable();
    }

    public static ImmutableArray<LogStream> ListStreams(
        SqliteConnection connection, LogGroupKey group, string namePrefix)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT s.name, s.created, s.first_event, s.last_event, s.last_ingested FROM log_streams s "
            + "JOIN log_groups g ON g.id = s.group_id WHERE g.account = $account AND g.region = $region "
            + "AND g.name = $name AND substr(s.name, 1, length($prefix)) = $prefix ORDER BY s.name";
        AddGroup(command, group);
        command.Parameters.AddWithValue("$prefix", namePrefix);
        using var rows = command.ExecuteReader();
        var streams = ImmutableArray.CreateBuilder<LogStream>();
        while (rows.Read())
        {
            streams.Add(new LogStream(
                rows.GetString(0), Time(rows, 1)!.Value, Time(rows, 2), Time(rows, 3), Time(rows, 4)));
        }

        return streams.DrainToImmutable();
    }

    /// <summary>
    /// Reads blocks in the order of their beginnings and sorts the events that are asked for. No event of a block is older
    /// than its beginning, so what lies before the next block's beginning is complete.
    /// </summary>
    public static ImmutableArray<LogEvent> Read(SqliteConnection connection, LogQuery query)
    {
        using var command = connection.CreateCommand();
        var sql = new StringBuilder(
            "SELECT e.id, e.events, s.name, e.first, e.ingested, e.data FROM log_blocks e "
            + "JOIN log_streams s ON s.id = e.stream_id WHERE e.group_id = "
            + "(SELECT id FROM log_groups WHERE account = $account AND region = $region AND name = $name)");
        AddGroup(command, query.Group);
        AddRange(command, sql, query);
        AddStreams(command, sql, query.Streams);
        var order = query.TakesLast ? "DESC" : "ASC";
        sql.Append(CultureInfo.InvariantCulture, $" ORDER BY e.first {order}, e.id {order}");
        command.CommandText = sql.ToString();
        var events = new LogEventOrder(Math.Clamp(query.Limit, 1, LogStoreLimits.EventsPerRead), query.TakesLast);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var first = rows.GetInt64(3);
            if (events.IsCompleteAt(first))
            {
                break;
            }

            AddEvents(rows, first, query, events);
        }

        return events.Take();
    }

    private static void AddEvents(SqliteDataReader rows, long first, LogQuery query, LogEventOrder events)
    {
        var id = rows.GetInt64(0) - rows.GetInt64(1);
        var block = new LogBlockReader(rows.GetFieldValue<byte[]>(5), first);
        while (block.Read())
        {
            id++;
            var at = DateTimeOffset.FromUnixTimeMilliseconds(block.Timestamp);
            if (block.Timestamp < query.From?.ToUnixTimeMilliseconds()
                || block.Timestamp >= query.Until?.ToUnixTimeMilliseconds() || id <= query.AfterId
                || (query.After is { } after
                    && (at < after.Timestamp || (at == after.Timestamp && id <= after.Id))))
            {
                continue;
            }

            var message = block.Message;
            if (query.Terms.All(term => message.Contains(term, StringComparison.Ordinal)))
            {
                events.Add(new LogEvent(id, rows.GetString(2), at, Time(rows, 4)!.Value, message));
            }
        }
    }

    /// <summary>The blocks that may hold what is asked for: one may begin before the range and reach into it.</summary>
    private static void AddRange(SqliteCommand command, StringBuilder sql, LogQuery query)
    {
        var from = query.After is { } after && (query.From is null || after.Timestamp > query.From)
            ? after.Timestamp
            : query.From;
        if (from is { } earliest)
        {
            var time = earliest.ToUnixTimeMilliseconds();
            Add(command, sql, " AND e.last >= $from", "$from", time);
            Add(command, sql, " AND e.first >= $reach", "$reach", time - LogStoreLimits.BlockMilliseconds);
        }

        if (query.Until is { } until)
        {
            Add(command, sql, " AND e.first < $until", "$until", until.ToUnixTimeMilliseconds());
        }

        if (query.AfterId is { } id)
        {
            Add(command, sql, " AND e.id > $id", "$id", id);
        }
    }

    private static void AddStreams(SqliteCommand command, StringBuilder sql, ImmutableArray<string> streams)
    {
        if (streams.IsEmpty)
        {
            return;
        }

        sql.Append(" AND s.name IN (");
        for (var i = 0; i < streams.Length; i++)
        {
            Add(command, sql, i == 0 ? $"$stream{i}" : $", $stream{i}", $"$stream{i}", streams[i]);
        }

        sql.Append(')');
    }

    private static void Add(SqliteCommand command, StringBuilder sql, string text, string name, object value)
    {
        sql.Append(text);
        command.Parameters.AddWithValue(name, value);
    }

    private static void AddGroup(SqliteCommand command, LogGroupKey group)
    {
        command.Parameters.AddWithValue("$account", group.Scope.Account);
        command.Parameters.AddWithValue("$region", group.Scope.Region);
        command.Parameters.AddWithValue("$name", group.Name);
    }

    private static DateTimeOffset? Time(SqliteDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(column));
}
