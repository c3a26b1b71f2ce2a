namespace Gatehouse.Execution.Caching;

/// <summary>Bounds of response caches.</summary>
internal static class CachingLimits
{
    /// <value>Bytes of a body. Source: sheet §9 (the guide: a cached response has at most 1,048,576 bytes).</value>
    public const int EntryBytes = 1_048_576;

    /// <value>Seconds. Source: sheet §9.</value>
    public const int MaxTtlInSeconds = 3_600;

    /// <value>
    /// Characters of a key; a call with a longer one is served and not cached. Ours: more than any URL may have (sheet
    /// §15).
    /// </value>
    public const int KeyChars = 16_384;

    /// <value>Characters of a key that are built on the stack. Ours.</value>
    public const int StackKeyChars = 512;

    /// <value>Header lines of an answer that is stored. Ours: far more than any backend sends.</value>
    public const int Headers = 256;

    /// <value>
    /// Bytes that an entry costs beside its text: its object, its place in the index and in its queue. Ours, measured
    /// roughly and rounded up.
    /// </value>
    public const int EntryOverheadBytes = 512;

    /// <value>Bytes that a stage gets at least. Ours: room for a few entries of the largest size.</value>
    public const long MinStageBytes = 4 * 1024 * 1024;

    /// <value>Bytes of one shard at least, so that an entry of the largest size leaves room for others. Ours.</value>
    public const long MinShardBytes = 4 * 1024 * 1024;

    /// <value>Shards of a cache. Ours: writers rarely meet at sixteen locks; readers take none.</value>
    public const int MaxShards = 16;

    /// <value>Hashes that a shard remembers of what it has evicted. Ours: 4 bytes each.</value>
    public const int GhostsPerShard = 8_192;
}
