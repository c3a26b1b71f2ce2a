using Gatehouse.Execution.Records;

namespace Gatehouse.Execution.Http.Records;

/// <summary>What a stage of an HTTP API wants recorded of its requests; part of its plan.</summary>
internal sealed class HttpStageRecords
{
    public required StageMeter Meter { get; init; }

    /// <summary><see langword="null"/> without access log.</summary>
    public AccessLogPlan<HttpOutcome>? AccessLog { get; init; }
}
