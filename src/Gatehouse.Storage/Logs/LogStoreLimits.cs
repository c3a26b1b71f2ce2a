namespace Gatehouse.Storage.Logs;

/// <summary>Bounds of the log store. Where no source is named, the value is ours.</summary>
internal static class LogStoreLimits
{
    /// <summary>
    /// Batches that may wait to be written; beyond, <c>TryWrite</c> drops and <c>WriteAsync</c> waits.
    /// </summary>
    public const int WaitingBatches = 16_384;

    /// <summary>Bytes of events that may wait; beyond, the same. Counted as CloudWatch counts them.</summary>
    public const long WaitingBytes = 32L * 1024 * 1024;

    /// <summary>Batches that share one transaction.</summary>
    public const int BatchesPerTransaction = 1_024;

    /// <summary>How long the writer waits for more events before it begins a transaction.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    /// <summary>Bytes that an event counts beside its text. Source: observability sheet §2.4, PutLogEvents.</summary>
    public const int EventOverheadBytes = 26;

    /// <summary>Characters of one event; the rest is cut. Source: observability sheet §2.4, 1 MB.</summary>
    public const int EventLength = 1_048_576 - EventOverheadBytes;

    /// <summary>Events of one answer. Source: observability sheet §2.4, FilterLogEvents.</summary>
    public const int EventsPerRead = 10_000;

    /// <summary>Bytes of all events together; the oldest make room. Differs from AWS, whose logs never end.</summary>
    public const long StoredBytes = 1024L * 1024 * 1024;

    /// <summary>
    /// Age of the oldest event of a group without a retention of its own. Differs from AWS, as above.
    /// </summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(30);

    /// <summary>Bytes of the file: what the events leave, with SQLite's own around them.</summary>
    public const long DatabaseBytes = 4 * StoredBytes;

    /// <summary>Blocks that one pruning step removes, so that writing never waits long for it.</summary>
    public const int BlocksPerPruning = 200;

    /// <summary>Events that share a row.</summary>
    public const int EventsPerBlock = 256;

    /// <summary>Bytes of events that share a row; a longer event has a row of its own.</summary>
    public const int BlockBytes = 32_768;

    /// <summary>Streams whose buffers the writer keeps from one transaction to the next.</summary>
    public const int OpenBlocks = 64;

    /// <summary>How much younger than its oldest event an event of a block may be.</summary>
    public const long BlockMilliseconds = 1_000;

    /// <summary>How often the age of events is looked at.</summary>
    public static readonly TimeSpan PruningInterval = TimeSpan.FromMinutes(1);

    /// <summary>Characters of the name of a group or stream. Source: observability sheet §2.4.</summary>
    public const int NameLength = 512;
}

/// <summary>What a test may set smaller than <see cref="LogStoreLimits"/> do.</summary>
internal sealed record LogStoreSettings
{
    public int WaitingBatches { get; init; } = LogStoreLimits.WaitingBatches;

    public long WaitingBytes { get; init; } = LogStoreLimits.WaitingBytes;

    public long StoredBytes { get; init; } = LogStoreLimits.StoredBytes;

    public TimeSpan Age { get; init; } = LogStoreLimits.Age;
}
