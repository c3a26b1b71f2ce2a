using Gatehouse.Execution.Records;
using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.Http.Records;

/// <summary>What a stage of an HTTP API wants recorded of its requests; part of its plan.</summary>
internal sealed class HttpStageRecords
{
    public required StageMeter Meter { get; init; }

    /// <summary><see langword="null"/> without access log.</summary>
    public HttpAccessLogPlan? AccessLog { get; init; }
}

/// <summary>A stage's access log, compiled.</summary>
internal sealed record HttpAccessLogPlan(HttpAccessLogFormat Format, AccessLogDestination Destination);
