using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.Records;

/// <summary>
/// The counters of one stage or method: outlive every re-publish, so they only grow (sheet §14.4). No locks; each
/// thread adds to one of a few cells, because a single cell that all cores write to costs each of them a cache miss.
/// </summary>
internal sealed class StageMeter
{
    /// <summary>
    /// Upper bounds in milliseconds. Ours: a factor of two to two and a half apart, from what a mock takes to AWS's 29
    /// s.
    /// </summary>
    public static readonly ImmutableArray<double> BoundsMs =
        [0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 29_000];

    private const int Cells = 8;

    // Numbers of one cell, by place.
    private const int ClientErrors = 0;
    private const int ServerErrors = 1;
    private const int CacheHits = 2;
    private const int CacheMisses = 3;
    private const int LatencyMicros = 4;
    private const int IntegrationMicros = 5;
    private const int DataBytes = 6;
    private const int LatencyBuckets = 7;
    private static readonly int IntegrationBuckets = LatencyBuckets + BoundsMs.Length + 1;

    // Rounded up to whole cache lines of 64 bytes, with one between two cells.
    private static readonly int CellLength = (((IntegrationBuckets + BoundsMs.Length + 1) / 8) + 2) * 8;

    private static readonly double[] Bounds = [.. BoundsMs];

    private readonly long[] _numbers = new long[Cells * CellLength];

    public void Count(int status, double latencyMs, double? integrationLatencyMs)
    {
        var cell = Cell();
        Interlocked.Increment(ref cell[LatencyBuckets + BucketOf(latencyMs)]);
        Interlocked.Add(ref cell[LatencyMicros], Micros(latencyMs));
        if (status >= 400)
        {
            Interlocked.Increment(ref cell[status < 500 ? ClientErrors : ServerErrors]);
        }

        if (integrationLatencyMs is { } waited)
        {
            Interlocked.Increment(ref cell[IntegrationBuckets + BucketOf(waited)]);
            Interlocked.Add(ref cell[IntegrationMicros], Micros(waited));
        }
    }

    /// <summary>HTTP APIs only (http-api §17, DataProcessed).</summary>
    public void CountData(long bytes) => Interlocked.Add(ref Cell()[DataBytes], bytes);

    public void CountCache(bool isHit) => Interlocked.Increment(ref Cell()[isHit ? CacheHits : CacheMisses]);

    /// <summary>
    /// Adds up; a request that is being counted meanwhile may be in some numbers and not yet in others.
    /// </summary>
    public MetricSeries Read(MeterName name)
    {
        var latency = Distribution(LatencyBuckets, LatencyMicros);
        return new MetricSeries
        {
            Scope = name.Scope,
            ApiId = name.ApiId,
            ApiName = name.ApiName,
            Stage = name.Stage,
            Resource = name.Resource,
            Method = name.Method,
            Count = latency.Count,
            ClientErrors = Sum(ClientErrors),
            ServerErrors = Sum(ServerErrors),
            CacheHits = Sum(CacheHits),
            CacheMisses = Sum(CacheMisses),
            DataProcessed = Sum(DataBytes),
            IsHttpApi = name.IsHttpApi,
            Latency = latency,
            IntegrationLatency = Distribution(IntegrationBuckets, IntegrationMicros),
        };
    }

    private static long Micros(double milliseconds) => (long)(milliseconds * 1_000);

    private static int BucketOf(double milliseconds)
    {
        var bounds = Bounds;
        for (var i = 0; i < bounds.Length; i++)
        {
            if (milliseconds <= bounds[i])
            {
                return i;
            }
        }

        return bounds.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<long> Cell() =>
        _numbers.AsSpan((Environment.CurrentManagedThreadId & (Cells - 1)) * CellLength, CellLength);

    private long Sum(int place)
    {
        var sum = 0L;
        for (var cell = 0; cell < Cells; cell++)
        {
            sum += Volatile.Read(ref _numbers[(cell * CellLength) + place]);
        }

        return sum;
    }

    private LatencyDistribution Distribution(int buckets, int micros)
    {
        var counts = ImmutableArray.CreateBuilder<long>(BoundsMs.Length + 1);
        for (var i = 0; i <= BoundsMs.Length; i++)
        {
            counts.Add(Sum(buckets + i));
        }

        return new LatencyDistribution(BoundsMs, counts.MoveToImmutable(), Sum(micros) / 1_000.0);
    }
}
