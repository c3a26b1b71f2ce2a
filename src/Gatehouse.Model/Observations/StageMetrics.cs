using System.Collections.Immutable;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Observations;

/// <summary>Reads what the data plane counted since it started. Counters only grow.</summary>
public interface IStageMetrics
{
    /// <summary>All series; reading costs the requests nothing.</summary>
    ImmutableArray<MetricSeries> Read();
}

/// <summary>
/// Counts of one stage, or of one of its methods where the method setting asks for them (rest-execution §14.4).
/// </summary>
public sealed record MetricSeries
{
    public required DocumentScope Scope { get; init; }

    public required string ApiId { get; init; }

    /// <summary>
    /// What CloudWatch calls the API: its name without the characters that a dimension cannot hold, or its id.
    /// </summary>
    public required string ApiName { get; init; }

    public required string Stage { get; init; }

    /// <summary>The resource's template, or <see langword="null"/> for the whole stage.</summary>
    public string? Resource { get; init; }

    public string? Method { get; init; }

    public required long Count { get; init; }

    /// <summary>CloudWatch's <c>4XXError</c>, on HTTP APIs <c>4xx</c>.</summary>
    public required long ClientErrors { get; init; }

    /// <summary>CloudWatch's <c>5XXError</c>, on HTTP APIs <c>5xx</c>.</summary>
    public required long ServerErrors { get; init; }

    public required long CacheHits { get; init; }

    public required long CacheMisses { get; init; }

    /// <value>Bytes of requests and answers; counted on HTTP APIs only (CloudWatch's <c>DataProcessed</c>).</value>
    public long DataProcessed { get; init; }

    /// <summary>
    /// CloudWatch then says <c>4xx</c> and <c>5xx</c>, and knows the API by its id (http-api §17).
    /// </summary>
    public bool IsHttpApi { get; init; }

    public required LatencyDistribution Latency { get; init; }

    public required LatencyDistribution IntegrationLatency { get; init; }
}

/// <param name="UpperBoundsMs">Milliseconds, ascending; what is above the last one is in one more bucket.</param>
/// <param name="Counts">By bucket, not cumulated; one more than there are bounds.</param>
/// <param name="SumMs">Of all values.</param>
public sealed record LatencyDistribution(
    ImmutableArray<double> UpperBoundsMs, ImmutableArray<long> Counts, double SumMs)
{
    public long Count => Counts.Sum();
}
