using System.Collections.Immutable;
using Gatehouse.Execution.Records;
using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.WebSockets.Records;

/// <summary>Counts every finished event, and writes the record of those that somebody wants to hear of (websocket-api §9).</summary>
internal sealed class SocketRecorder(IRequestRecordSink? sink, TimeProvider time)
{
    /// <summary>Begins the execution log of an event, when its route or stage wants one.</summary>
    public void Begin(RouteEvent call, TraceDetail? detail)
    {
        if (detail is { } wanted && sink is { TakesLogs: true })
        {
            call.Trace = new ExecutionTrace(wanted, time, isTest: false);
            call.Trace.Info($"Extended Request Id: {call.RequestId}");
        }
    }

    /// <summary>An event has ended: its <see cref="RouteEvent.Status"/> is known.</summary>
    /// <param name="call">The event.</param>
    /// <param name="counts">It is one of a route, which metrics count.</param>
    public void Record(RouteEvent call, bool counts = true)
    {
        var records = call.Stage.Records;
        if (counts)
        {
            records.Meter.Count(call);
            call.Route?.Meter?.Count(call);
        }

        if (call.Fault is not null && call.Detail is { } detail)
        {
            call.Trace?.Error(detail);
        }

        SocketTrace.Completed(call);
        if (sink is not null && (sink.IsEnabled || (sink.TakesLogs && (call.Fault is not null || call.Trace is not null
            || records.AccessLog is not null))))
        {
            sink.Write(Make(call, sink.TakesLogs));
        }
    }

    private RequestRecord Make(RouteEvent call, bool withLogs) => new()
    {
        RequestId = call.RequestId,
        ExtendedRequestId = call.RequestId,
        Scope = call.Stage.Scope,
        ApiId = call.Stage.ApiId,
        Stage = call.Stage.StageName,
        DeploymentId = call.Stage.DeploymentId,
        HttpMethod = call.EventType,
        Path = call.Route?.Key ?? call.RouteKey ?? string.Empty,
        ResourcePath = call.Route?.Key ?? call.RouteKey,
        Status = call.Status,
        ResponseLength = call.Reply.Length,
        ResponseLatencyMs = time.GetElapsedTime(call.StartedAt).TotalMilliseconds,
        IntegrationLatencyMs = call.IntegrationLatency?.TotalMilliseconds,
        IntegrationStatus = call.Endpoint.ServiceStatus ?? call.Endpoint.Status,
        GatewayResponseType = call.Fault?.ResponseType,
        Detail = call.Detail,
        Timestamp = call.ArrivedAt,
        IsWebSocket = true,
        AccessLog = withLogs && call.Stage.Records.AccessLog is { } log
            ? new AccessLogLine(log.Destination, log.Format.Render(call))
            : null,
        ExecutionLog = withLogs && call.Trace is { } trace
            ? trace.Lines.Select(static line => new ExecutionLogLine(line.At, line.Text)).ToImmutableArray()
            : [],
    };
}
