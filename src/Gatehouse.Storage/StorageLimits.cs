namespace Gatehouse.Storage;

/// <summary>Bounds of the store.</summary>
internal static class StorageLimits
{
    /// <summary>How long a statement waits for another connection's lock; only a foreign process can hold one that long.</summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Batches that share one fsync: enough that a storm is bound by the disk's latency no more.</summary>
    public const int BatchesPerTransaction = 64;

    /// <summary>Writers that may wait; beyond, <c>CommitAsync</c> itself waits.</summary>
    public const int WaitingBatches = 1_024;

    /// <summary>Commits that the change feed keeps for later followers.</summary>
    public const int KeptCommits = 10_000;

    /// <summary>Longest wait of a commit for this node's observers; what they lack then follows a moment later.</summary>
    public static readonly TimeSpan ObserverWait = TimeSpan.FromSeconds(10);

    /// <summary>Idle read connections that are kept open.</summary>
    public const int IdleReaders = 8;
}
