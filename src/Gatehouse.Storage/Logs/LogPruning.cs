namespace Gatehouse.Storage.Logs;

/// <summary>
/// Keeps the store within its bounds: events older than their group's retention, then the oldest of all, a few hundred
/// blocks at a time. On the writer's thread, between two transactions.
/// </summary>
internal sealed class LogPruning(LogTables tables, LogStoreSettings settings, TimeProvider time)
{
    private const long MillisecondsPerDay = 24L * 60 * 60 * 1_000;

    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private long? _stored;

    /// <summary>What was just written.</summary>
    public void Grow(long bytes) => _stored += bytes;

    /// <summary>The next look counts anew: something was deleted, or a transaction did not happen.</summary>
    public void Reset() => _stored = null;

    /// <returns><see langword="true"/> when there may be more to remove.</returns>
    public bool Run()
    {
        _stored ??= tables.Ask("SELECT coalesce(sum(bytes), 0) FROM log_groups");
        var now = time.GetUtcNow();
        if (_stored <= settings.StoredBytes && now < _next)
        {
            return false;
        }

        tables.Begin();
        var removed = RemoveExpired(now);
        if (_stored > settings.StoredBytes)
        {
            removed += Remove(
                "SELECT id FROM log_blocks ORDER BY id LIMIT $1", LogStoreLimits.BlocksPerPruning);
        }

        tables.Commit();
        _stored = null;
        if (removed == 0)
        {
            _next = now + LogStoreLimits.PruningInterval;
        }

        return removed > 0;
    }

    private int RemoveExpired(DateTimeOffset now) => Remove(
        "SELECT e.id FROM log_groups g JOIN log_blocks e ON e.group_id = g.id "
        + "AND e.last < $2 - coalesce(g.retention * $3, $4) LIMIT $1",
        LogStoreLimits.BlocksPerPruning, now.ToUnixTimeMilliseconds(), MillisecondsPerDay,
        (long)settings.Age.TotalMilliseconds);

    private int Remove(string chosen, params ReadOnlySpan<object> values)
    {
        tables.Run("CREATE TEMP TABLE IF NOT EXISTS pruned (id INTEGER PRIMARY KEY)");
        tables.Run("DELETE FROM pruned");
        var count = tables.Run("INSERT INTO pruned " + chosen, values);
        if (count == 0)
        {
            return 0;
        }

        tables.Run(
            "UPDATE log_groups SET bytes = bytes - coalesce((SELECT sum(e.bytes) FROM log_blocks e "
            + "WHERE e.group_id = log_groups.id AND e.id IN (SELECT id FROM pruned)), 0) "
            + "WHERE id IN (SELECT DISTINCT group_id FROM log_blocks WHERE id IN (SELECT id FROM pruned))");
        return tables.Run("DELETE FROM log_blocks WHERE id IN (SELECT id FROM pruned)");
    }
}
