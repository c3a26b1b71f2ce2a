using Gatehouse.Model.Logs;
using Gatehouse.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Logs;

/// <summary>The statements of the one writer. Used by its thread alone.</summary>
internal sealed class LogTables : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatementList _all;
    private readonly TimeProvider _time;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _findGroup;
    private readonly SqliteStatement _addGroup;
    private readonly SqliteStatement _growGroup;
    private readonly SqliteStatement _findStream;
    private readonly SqliteStatement _addStream;
    private readonly SqliteStatement _touchStream;
    private readonly SqliteStatement _addBlock;

    // By stream: events of the open transaction that wait for others to share their row.
    private readonly Dictionary<long, LogBlock> _blocks = [];
    private long _lastId;

    // Ids of what was written to lately; emptied when something is deleted or rolled back.
    private readonly Dictionary<LogGroupKey, long> _groups = [];
    private readonly Dictionary<(long Group, string Name), long> _streams = [];

    // What the events of the open transaction add up to.
    private readonly Dictionary<long, (long First, long Last)> _touched = [];
    private readonly Dictionary<long, long> _grown = [];
    private long _seen;

    public LogTables(SqliteConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _all = new SqliteStatementList(connection);
        _begin = _all.Prepare("BEGIN IMMEDIATE");
        _commit = _all.Prepare("COMMIT");
        _rollback = _all.Prepare("ROLLBACK");
        _findGroup = _all.Prepare("SELECT id FROM log_groups WHERE account = $1 AND region = $2 AND name = $3", 3);
        _addGroup = _all.Prepare(
            "INSERT INTO log_groups (account, region, name, created) VALUES ($1, $2, $3, $4) RETURNING id", 4);
        _growGroup = _all.Prepare("UPDATE log_groups SET bytes = bytes + $2 WHERE id = $1", 2);
        _findStream = _all.Prepare("SELECT id FROM log_streams WHERE group_id = $1 AND name = $2", 2);
        _addStream = _all.Prepare(
            "INSERT INTO log_streams (group_id, name, created) VALUES ($1, $2, $3) RETURNING id", 3);
        _touchStream = _all.Prepare(
            "UPDATE log_streams SET first_event = min(coalesce(first_event, $2), $2), "
            + "last_event = max(coalesce(last_event, $3), $3), last_ingested = $4 WHERE id = $1",
            4);
        _addBlock = _all.Prepare(
            "INSERT INTO log_blocks (id, events, group_id, stream_id, first, last, ingested, bytes, data) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            9);
        _lastId = Ask("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'log_blocks'");
    }

    public void Begin() => _begin.Execute();

    public void Commit()
    {
        Settle();
        _commit.Execute();
    }

    public void Rollback()
    {
        _blocks.Clear();
        _touched.Clear();
        _grown.Clear();
        Forget();
        _rollback.Execute();
    }

    public void Append(LogBatch batch)
    {
        if (batch.Entries.IsDefaultOrEmpty)
        {
            return;
        }

        var group = GroupOf(batch.Group);
        var stream = StreamOf(group, batch.Stream);
        _seen = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var first = long.MaxValue;
        var last = long.MinValue;
        var total = 0L;
        foreach (var entry in batch.Entries)
        {
            var message = entry.Message.Length > LogStoreLimits.EventLength
                ? entry.Message[..LogStoreLimits.EventLength]
                : entry.Message;
            var at = entry.Timestamp.ToUnixTimeMilliseconds();
            total += Add(group, stream, at, message);
            first = Math.Min(first, at);
            last = Math.Max(last, at);
        }

        _touched[stream] = _touched.TryGetValue(stream, out var seen)
            ? (Math.Min(seen.First, first), Math.Max(seen.Last, last))
            : (first, last);
        _grown[group] = _grown.GetValueOrDefault(group) + total;
    }

    /// <summary>Writes what the appended events add up to. Once for a transaction, since most of them share a stream.</summary>
    public void Settle()
    {
        foreach (var block in _blocks.Values)
        {
            Write(block);
        }

        if (_blocks.Count > LogStoreLimits.OpenBlocks)
        {
            _blocks.Clear(); // functions make a stream for each sandbox: the buffers of old ones must not pile up
        }

        foreach (var (stream, (first, last)) in _touched)
        {
            _touchStream.Execute(stream, first, last, _seen);
        }

        foreach (var (group, bytes) in _grown)
        {
            _growGroup.Execute(group, bytes);
        }

        _touched.Clear();
        _grown.Clear();
    }

    /// <returns>Whether it is new.</returns>
    public bool CreateGroup(LogGroupKey key)
    {
        var isNew = FindGroup(key) is null;
        _ = GroupOf(key);
        return isNew;
    }

    public bool CreateStream(LogGroupKey key, string stream)
    {
        var group = GroupOf(key);
        var isNew = _findStream.AskNumber(group, stream) is null;
        _ = StreamOf(group, stream);
        return isNew;
    }

    public long? FindGroup(LogGroupKey key) => _findGroup.AskNumber(key.Scope.Account, key.Scope.Region, key.Name);

    public long? FindStream(long group, string stream) => _findStream.AskNumber(group, stream);

    /// <summary>Runs a statement that is not worth keeping compiled.</summary>
    /// <returns>Rows changed.</returns>
    public int Run(string sql, params ReadOnlySpan<object> values)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i + 1}");
            command.Parameters.AddWithValue(name, values[i]);
        }

        return command.ExecuteNonQuery();
    }

    public long Ask(string sql) => SqliteFile.Ask(_connection, sql) is long number ? number : 0;

    /// <summary>Ids may have gone.</summary>
    public void Forget()
    {
        _groups.Clear();
        _streams.Clear();
    }

    public void Dispose()
    {
        _all.Dispose();
        _connection.Dispose();
    }

    /// <returns>What the event counts.</returns>
    private long Add(long group, long stream, long at, string message)
    {
        if (!_blocks.TryGetValue(stream, out var block))
        {
            _blocks[stream] = block = new LogBlock(group, stream);
        }

        if (!block.Takes(at, message))
        {
            Write(block);
        }

        return block.Add(at, message);
    }

    private void Write(LogBlock block)
    {
        if (block.Count == 0)
        {
            return;
        }

        _lastId += block.Count;
        _addBlock.Execute(
            _lastId, block.Count, block.Group, block.Stream, block.First, block.Last, _seen, block.Bytes,
            block.Data.ToArray());
        block.Clear();
    }

    private long GroupOf(LogGroupKey key)
    {
        if (_groups.TryGetValue(key, out var known))
        {
            return known;
        }

        var id = FindGroup(key) ?? _addGroup.AskNumber(
            key.Scope.Account, key.Scope.Region, key.Name, _time.GetUtcNow().ToUnixTimeMilliseconds());
        return _groups[key] = id!.Value;
    }

    private long StreamOf(long group, string name)
    {
        if (_streams.TryGetValue((group, name), out var known))
        {
            return known;
        }

        var id = _findStream.AskNumber(group, name)
            ?? _addStream.AskNumber(group, name, _time.GetUtcNow().ToUnixTimeMilliseconds());
        return _streams[(group, name)] = id!.Value;
    }
}
