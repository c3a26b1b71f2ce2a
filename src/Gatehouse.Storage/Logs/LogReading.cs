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

    public static ImmutableArray<LogEvent> Read(SqliteConnection connection, LogQuery query)
    {
        using var command = connection.CreateCommand();
        var sql = new StringBuilder(
            "SELECT e.id, s.name, e.timestamp, e.ingested, e.message FROM log_events e "
            + "JOIN log_streams s ON s.id = e.stream_id WHERE e.group_id = "
            + "(SELECT id FROM log_groups WHERE account = $account AND region = $region AND name = $name)");
        AddGroup(command, query.Group);
        AddRange(command, sql, query);
        AddStreams(command, sql, query.Streams);
        for (var i = 0; i < query.Terms.Length; i++)
        {
            // instr compares letter by letter, which LIKE does not.
            Add(command, sql, $" AND instr(e.message, $term{i}) > 0", $"$term{i}", query.Terms[i]);
        }

        var order = query.TakesLast ? "DESC" : "ASC";
        sql.Append(CultureInfo.InvariantCulture, $" ORDER BY e.timestamp {order}, e.id {order} LIMIT $limit");
        command.Parameters.AddWithValue("$limit", Math.Clamp(query.Limit, 1, LogStoreLimits.EventsPerRead));
        command.CommandText = sql.ToString();
        using var rows = command.ExecuteReader();
        var events = ImmutableArray.CreateBuilder<LogEvent>();
        while (rows.Read())
        {
            events.Add(new LogEvent(
                rows.GetInt64(0), rows.GetString(1), Time(rows, 2)!.Value, Time(rows, 3)!.Value, rows.GetString(4)));
        }

        if (query.TakesLast)
        {
            events.Reverse();
        }

        return events.DrainToImmutable();
    }

    private static void AddRange(SqliteCommand command, StringBuilder sql, LogQuery query)
    {
        if (query.From is { } from)
        {
            Add(command, sql, " AND e.timestamp >= $from", "$from", from.ToUnixTimeMilliseconds());
        }

        if (query.Until is { } until)
        {
            Add(command, sql, " AND e.timestamp < $until", "$until", until.ToUnixTimeMilliseconds());
        }

        if (query.AfterId is { } id)
        {
            Add(command, sql, " AND e.id > $id", "$id", id);
        }

        if (query.After is { } after)
        {
            Add(
                command, sql, " AND (e.timestamp, e.id) > ($afterTime, $afterId)", "$afterTime",
                after.Timestamp.ToUnixTimeMilliseconds());
            command.Parameters.AddWithValue("$afterId", after.Id);
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
