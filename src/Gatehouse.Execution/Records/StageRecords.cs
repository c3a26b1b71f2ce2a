using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.Records;

/// <summary>What a stage wants recorded of its requests; part of its plan.</summary>
internal sealed class StageRecords
{
    /// <summary>Records nothing but counts that nobody reads: plans made by hand.</summary>
    public static readonly StageRecords Silent = new() { Meter = new StageMeter() };

    public required StageMeter Meter { get; init; }

    /// <summary>The execution log of requests that have not found a method yet: the setting of <c>*/*</c>.</summary>
    public TraceDetail? Trace { get; init; }

    /// <summary><see langword="null"/> without access log.</summary>
    public AccessLogPlan<RequestOutcome>? AccessLog { get; init; }
}
