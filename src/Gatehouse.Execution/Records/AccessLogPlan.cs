using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.Records;

/// <summary>A stage's access log, compiled.</summary>
/// <typeparam name="TOutcome">What this kind of API knows of a finished request.</typeparam>
internal sealed record AccessLogPlan<TOutcome>(AccessLogFormat<TOutcome> Format, AccessLogDestination Destination);
