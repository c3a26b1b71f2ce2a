namespace Gatehouse.Storage;

/// <summary>Bounds of the store. Where no source is named, the value is ours.</summary>
internal static class StorageLimits
{
    /// <summary>
    /// How long a statement waits for another connection's lock; only a foreign program can hold one that long.
    /// </summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Batches that share one fsync: enough that a storm is bound by the disk's latency no more.</summary>
    public const int BatchesPerTransaction = 64;

    /// <summary>Writers that may wait; beyond, <c>CommitAsync</c> itself waits.</summary>
    public const int WaitingBatches = 1_024;

    /// <summary>Commits that the change feed keeps for later followers.</summary>
    public const int KeptCommits = 10_000;

    /// <summary>
    /// Longest wait of a commit for this node's observers; what they lack then follows a moment later.
    /// </summary>
    public static readonly TimeSpan ObserverWait = TimeSpan.FromSeconds(10);

    /// <summary>Read connections at once; further readers wait their turn.</summary>
    public const int Readers = 8;

    /// <summary>
    /// Writes of one batch: an imported API of 10,000 resources with their methods fits several times.
    /// </summary>
    public const int WritesPerBatch = 100_000;

    /// <summary>Bytes of one document; an API Gateway import has at most 6 MB (rest-control-plane, "Quotas").</summary>
    public const int DocumentBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Characters of a document's id. Ids are paths of AWS names, of which the longest have some hundred characters.
    /// </summary>
    public const int IdChars = 2_048;

    /// <summary>
    /// Bytes of the database file: a bug that writes for ever must not fill the disk of a whole machine.
    /// </summary>
    public const long DatabaseBytes = 64L * 1024 * 1024 * 1024;

    /// <summary>Bytes to which the write-ahead log is cut back after a burst.</summary>
    public const int KeptLogBytes = 64 * 1024 * 1024;

    /// <value>Bytes of a sealed body that say under which key it was sealed; more than any form of seal needs.</value>
    public const int SealHeadBytes = 64;
}
