namespace Gatehouse.Execution.Caching;

/// <summary>How much memory response caches may take on this node.</summary>
/// <remarks>
/// Differs from AWS: a stage's <c>cacheClusterSize</c> names gigabytes of a cluster of its own; here it shares one
/// process, so the nominal size is scaled down.
/// </remarks>
public sealed record ResponseCacheOptions
{
    /// <value>Bytes for each nominal gigabyte of <c>cacheClusterSize</c>. Default 128 MiB: 64 MiB for the size
    /// 0.5.</value>
    public long BytesPerNominalGigabyte { get; init; } = 128L * 1024 * 1024;

    /// <value>Bytes that one stage gets at most, whatever its size. Default 512 MiB.</value>
    public long MaxBytesPerStage { get; init; } = 512L * 1024 * 1024;

    /// <value>
    /// Bytes of all stages together. Default 1 GiB. A stage that finds less left gets what is left, and never less than
    /// 4 MiB.
    /// </value>
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>One knob for the three: a stage gets at most half, and a nominal gigabyte an eighth, as by
    /// default.</summary>
    public static ResponseCacheOptions OfTotal(long maxBytes) => new()
    {
        MaxBytes = maxBytes, MaxBytesPerStage = maxBytes / 2, BytesPerNominalGigabyte = maxBytes / 8,
    };
}
