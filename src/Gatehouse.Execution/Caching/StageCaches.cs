using System.Globalization;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Caching;

/// <summary>
/// The response caches of this node's stages, and the memory that they share. Called while stages are published, which
/// is never two at once, and by probes of the working definition: hence the lock.
/// </summary>
internal sealed class StageCaches(ResponseCacheOptions options, IIdSource random, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Cluster> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _flushes = new(StringComparer.Ordinal);
    private readonly EntryCipher _cipher = new(random);

    /// <summary>The stage's cache: the one it has while its size stays, else a new one (a resize drops what was kept,
    /// sheet §9).</summary>
    /// <param name="stage">Account, region, API and name of the stage.</param>
    /// <param name="clusterSize">The nominal gigabytes, such as <c>0.5</c>.</param>
    public StageCacheState Open(string stage, string? clusterSize)
    {
        var size = clusterSize ?? "0.5";
        lock (_lock)
        {
            if (_clusters.TryGetValue(stage, out var cluster))
            {
                if (cluster.Size == size)
                {
                    return cluster.State;
                }

                _clusters.Remove(stage);
            }

            var state = new StageCacheState(GrantNeedsLock(size), _cipher, time);
            _clusters[stage] = new Cluster(size, state);
            return state;
        }
    }

    /// <summary>The stage is gone or caches no more: its memory goes back.</summary>
    public void Close(string stage)
    {
        lock (_lock)
        {
            _clusters.Remove(stage);
        }
    }

    /// <summary>The stage itself is gone: a later one of this name counts its flushes anew.</summary>
    public void Forget(string stage)
    {
        lock (_lock)
        {
            _clusters.Remove(stage);
            _flushes.Remove(stage);
        }
    }

    /// <summary>All stages that there are now: caches of others are given back.</summary>
    public void Retain(IReadOnlySet<string> stages)
    {
        lock (_lock)
        {
            foreach (var gone in _clusters.Keys.Where(stage => !stages.Contains(stage)).ToArray())
            {
                _clusters.Remove(gone);
            }
        }
    }

    /// <summary>Empties the cache when the stage's count of flushes has grown since it was last told.</summary>
    public void Flush(string stage, long flushes)
    {
        lock (_lock)
        {
            if (_flushes.GetValueOrDefault(stage) == flushes)
            {
                return;
            }

            _flushes[stage] = flushes;
            if (_clusters.TryGetValue(stage, out var cluster))
            {
                cluster.State.Flush();
            }
        }
    }

    private long GrantNeedsLock(string size)
    {
        var gigabytes = double.TryParse(size, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : 0.5;
        var wanted = Math.Min((long)(gigabytes * options.BytesPerNominalGigabyte), options.MaxBytesPerStage);
        var left = options.MaxBytes - _clusters.Values.Sum(static cluster => cluster.State.CapacityBytes);
        return Math.Max(Math.Min(wanted, left), CachingLimits.MinStageBytes);
    }

    private sealed record Cluster(string Size, StageCacheState State);
}
