using System.Collections.Immutable;
using Gatehouse.Execution.Caching;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.Records;

/// <summary>
/// Counts every finished request, and writes the record of those that somebody wants to hear of; builds nothing for the
/// others.
/// </summary>
internal sealed class RequestRecorder(IRequestRecordSink? sink, TimeProvider time)
{
    /// <summary>The execution log of a request that arrives now, when its stage keeps one.</summary>
    public void Begin(ArrivedRequest request)
    {
        if (request.Stage.Records.Trace is { } detail && sink is { TakesLogs: true })
        {
            request.Trace = new ExecutionTrace(detail, time, isTest: false);
            MethodTrace.Arrived(request);
        }
    }

    /// <summary>The method has been found: its own setting decides from here on.</summary>
    public void Enter(RestCall call)
    {
        var request = call.Request;
        if (request.Trace?.Detail == call.Method.Trace || request.Trace is { IsTest: true })
        {
            return;
        }

        var wanted = call.Method.Trace is not null && sink is { TakesLogs: true };
        request.Trace = wanted ? new ExecutionTrace(call.Method.Trace!.Value, time, isTest: false) : null;
        MethodTrace.Arrived(request);
    }

    /// <param name="request">The request.</param>
    /// <param name="call">Its way through a method, when it found one.</param>
    /// <param name="status">What the client got.</param>
    /// <param name="length">Bytes of the body that went out.</param>
    /// <param name="fault">What the gateway answered of its own.</param>
    /// <param name="detail">Why.</param>
    public void Record(
        ArrivedRequest request, RestCall? call, int status, long length, GatewayFault? fault, string? detail)
    {
        var latency = time.GetElapsedTime(request.StartedAt).TotalMilliseconds;
        var waited = call?.IntegrationLatency?.TotalMilliseconds;
        var records = request.Stage.Records;
        records.Meter.Count(status, latency, waited);
        if (call is not null)
        {
            Count(call, status, latency, waited);
        }

        if (sink is null || !(sink.IsEnabled || (sink.TakesLogs && HasLogs(request, fault))))
        {
            return;
        }

        var outcome = new RequestOutcome(request, call, status, length, latency, fault, detail);
        sink.Write(Make(outcome, waited, sink.TakesLogs));
    }

    private static void Count(RestCall call, int status, double latency, double? waited)
    {
        var ofMethod = call.Method.Meter;
        ofMethod?.Count(status, latency, waited);
        if (call.CacheOutcome != CacheOutcome.None)
        {
            call.Request.Stage.Records.Meter.CountCache(call.CacheOutcome == CacheOutcome.Hit);
            ofMethod?.CountCache(call.CacheOutcome == CacheOutcome.Hit);
        }
    }

    private static bool HasLogs(ArrivedRequest request, GatewayFault? fault) =>
        fault is not null || request.Stage.Records.AccessLog is not null || request.Trace is { Lines.Count: > 0 };

    private static RequestRecord Make(in RequestOutcome outcome, double? waited, bool withLogs)
    {
        var request = outcome.Request;
        var stage = request.Stage;
        var method = outcome.Call?.Method;
        return new RequestRecord
        {
            RequestId = request.RequestId,
            ExtendedRequestId = request.ExtendedRequestId,
            Scope = stage.Scope,
            ApiId = stage.ApiId,
            Stage = stage.StageName,
            DeploymentId = stage.DeploymentId,
            HttpMethod = request.Verb,
            Path = request.ContextPath,
            ResourcePath = method?.ResourcePath,
            ResourceId = method?.ResourceId,
            Status = outcome.Status,
            ResponseLength = outcome.Length,
            ResponseLatencyMs = outcome.LatencyMs,
            IntegrationLatencyMs = waited,
            IntegrationStatus = outcome.Call?.Endpoint.ServiceStatus,
            GatewayResponseType = outcome.Fault?.Row.Name,
            Detail = outcome.Detail,
            IsCanary = stage.IsCanary == true,
            Timestamp = request.ArrivedAt,
            AccessLog = withLogs && stage.Records.AccessLog is { } log
                ? new AccessLogLine(log.Destination, log.Format.Render(outcome))
                : null,
            ExecutionLog = withLogs && request.Trace is { } trace ? LinesOf(trace) : [],
        };
    }

    private static ImmutableArray<ExecutionLogLine> LinesOf(ExecutionTrace trace) =>
        [.. trace.Lines.Select(static line => new ExecutionLogLine(line.At, line.Text))];
}
