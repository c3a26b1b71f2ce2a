using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.Records;

/// <summary>Writes the record of a finished request; builds nothing when nobody listens.</summary>
internal sealed class RequestRecorder(IRequestRecordSink? sink, TimeProvider time)
{
    public void Record(ArrivedRequest request, RestCall? call, int status, GatewayFault? fault, string? detail)
    {
        if (sink is not { IsEnabled: true })
        {
            return;
        }

        sink.Write(new RequestRecord
        {
            RequestId = request.RequestId,
            ExtendedRequestId = request.ExtendedRequestId,
            ApiId = request.Stage.ApiId,
            Stage = request.Stage.StageName,
            HttpMethod = request.Verb,
            Path = request.ContextPath,
            ResourcePath = call?.Method.ResourcePath,
            Status = status,
            ResponseLatencyMs = time.GetElapsedTime(request.StartedAt).TotalMilliseconds,
            IntegrationLatencyMs = call?.IntegrationLatency?.TotalMilliseconds,
            GatewayResponseType = fault?.Row.Name,
            Detail = detail,
            Timestamp = request.ArrivedAt,
        });
    }
}
