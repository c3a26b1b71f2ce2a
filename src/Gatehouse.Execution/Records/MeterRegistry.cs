using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.Records;

/// <summary>
/// Which stage or method a meter counts. Resources are templates, never paths: the set is bounded (design §6.10).
/// </summary>
internal sealed record MeterName
{
    public required DocumentScope Scope { get; init; }

    public required string ApiId { get; init; }

    public required string ApiName { get; init; }

    public required string Stage { get; init; }

    public string? Resource { get; init; }

    public string? Method { get; init; }

    /// <summary>CloudWatch has other names and dimensions for HTTP APIs (http-api §17).</summary>
    public bool IsHttpApi { get; init; }

    /// <summary>
    /// What cannot stand in a dimension is taken out of the API's name; a name of nothing else gives way to the id
    /// (sheet §14.4).
    /// </summary>
    public static string ApiNameOf(string name, string apiId)
    {
        var ascii = string.Concat(name.Where(static c => c is >= ' ' and <= '~'));
        var cut = ascii.Length > RecordLimits.DimensionLength ? ascii[..RecordLimits.DimensionLength] : ascii;
        return string.IsNullOrWhiteSpace(cut) ? apiId : cut;
    }
}

/// <summary>All meters: asked for at publish, so that a request only follows a reference.</summary>
internal sealed class MeterRegistry : IStageMetrics
{
    // Everything over the bound counts here, under a name that says so.
    private static readonly MeterName Overflow = new()
    {
        Scope = new DocumentScope("-", "-"), ApiId = "-", ApiName = "other", Stage = "other",
    };

    private readonly ConcurrentDictionary<MeterKey, (MeterName Name, StageMeter Meter)> _meters = new();
    private readonly StageMeter _overflow = new();

    /// <summary>The meter of this stage or method: the same one however often the stage is published.</summary>
    public StageMeter Meter(MeterName name)
    {
        var key = new MeterKey(name.Scope, name.ApiId, name.Stage, name.Resource, name.Method);
        if (_meters.TryGetValue(key, out var known))
        {
            // A renamed API keeps its counts; the name is only how they are shown.
            _meters[key] = (name, known.Meter);
            return known.Meter;
        }

        return _meters.Count < RecordLimits.Series
            ? _meters.GetOrAdd(key, static (_, name) => (name, new StageMeter()), name).Meter
            : _overflow;
    }

    /// <summary>Forgets a deleted stage and its methods.</summary>
    public void Remove(DocumentScope scope, string apiId, string stage)
    {
        foreach (var key in _meters.Keys)
        {
            if (key.Scope == scope && key.ApiId == apiId && key.Stage == stage)
            {
                _meters.TryRemove(key, out _);
            }
        }
    }

    public ImmutableArray<MetricSeries> Read()
    {
        var series = _meters.Values.Select(static entry => entry.Meter.Read(entry.Name)).ToList();
        var overflow = _overflow.Read(Overflow);
        if (overflow.Count > 0)
        {
            series.Add(overflow);
        }

        return
        [
            .. series.OrderBy(static one => one.ApiId, StringComparer.Ordinal)
                .ThenBy(static one => one.Stage, StringComparer.Ordinal)
                .ThenBy(static one => one.Resource, StringComparer.Ordinal)
                .ThenBy(static one => one.Method, StringComparer.Ordinal),
        ];
    }

    private readonly record struct MeterKey(
        DocumentScope Scope, string ApiId, string Stage, string? Resource, string? Method);
}
