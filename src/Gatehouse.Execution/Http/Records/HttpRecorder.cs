using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.Http.Records;

/// <summary>
/// Counts every finished request of an HTTP API, and writes the record of those that somebody wants to hear of.
/// </summary>
internal sealed class HttpRecorder(IRequestRecordSink? sink, TimeProvider time)
{
    /// <param name="request">The request.</param>
    /// <param name="call">Its way through a route, when it found one.</param>
    /// <param name="status">What the client got.</param>
    /// <param name="length">Bytes of the body that went out.</param>
    /// <param name="fault">What the gateway answered of its own.</param>
    /// <param name="detail">Why.</param>
    public void Record(
        HttpApiRequest request, RouteCall? call, int status, long length, ApiFault? fault, string? detail)
    {
        var outcome = new HttpOutcome(request, call)
        {
            Status = status,
            Length = length,
            LatencyMs = time.GetElapsedTime(request.StartedAt).TotalMilliseconds,
            Fault = fault,
            Detail = detail,
        };
        var records = request.Stage.Records;
        var waited = call?.IntegrationLatency?.TotalMilliseconds;
        var data = outcome.DataProcessed;
        records.Meter.Count(status, outcome.LatencyMs, waited);
        records.Meter.CountData(data);
        if (call?.Route.Meter is { } ofRoute)
        {
            ofRoute.Count(status, outcome.LatencyMs, waited);
            ofRoute.CountData(data);
        }

        if (sink is not null
            && (sink.IsEnabled || (sink.TakesLogs && (fault is not null || records.AccessLog is not null))))
        {
            sink.Write(Make(outcome, waited, sink.TakesLogs));
        }
    }

    private static RequestRecord Make(in HttpOutcome outcome, double? waited, bool withLogs)
    {
        var request = outcome.Request;
        var stage = request.Stage;
        return new RequestRecord
        {
            RequestId = request.RequestId,
            ExtendedRequestId = request.RequestId,
            Scope = stage.Scope,
            ApiId = stage.ApiId,
            Stage = stage.StageName,
            DeploymentId = stage.DeploymentId,
            HttpMethod = request.Verb,
            Path = request.ClientPath,
            ResourcePath = outcome.Call?.Route.Key,
            Status = outcome.Status,
            ResponseLength = outcome.Length,
            ResponseLatencyMs = outcome.LatencyMs,
            IntegrationLatencyMs = waited,
            IntegrationStatus = outcome.Call?.Endpoint.ServiceStatus,
            GatewayResponseType = outcome.Fault?.ResponseType,
            Detail = outcome.Detail,
            Timestamp = request.ArrivedAt,
            AccessLog = withLogs && stage.Records.AccessLog is { } log
                ? new AccessLogLine(log.Destination, log.Format.Render(outcome))
                : null,
        };
    }
}
