using Gatehouse.Execution.Records;

namespace Gatehouse.Execution.WebSockets.Records;

/// <summary>What a stage wants recorded; part of its plan.</summary>
internal sealed class SocketStageRecords
{
    public required SocketMeter Meter { get; init; }

    /// <summary><see langword="null"/> without access log.</summary>
    public required AccessLogPlan<RouteEvent>? AccessLog { get; init; }

    /// <summary>The execution log of what comes to no route; <see langword="null"/> keeps none.</summary>
    public required TraceDetail? Trace { get; init; }
}
