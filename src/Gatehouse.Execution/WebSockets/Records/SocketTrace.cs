using System.Globalization;
using Gatehouse.Execution.Records;

namespace Gatehouse.Execution.WebSockets.Records;

/// <summary>The lines of the execution log in Amazon's words (websocket-api §9.3).</summary>
internal static class SocketTrace
{
    public static void Starting(RouteEvent call)
    {
        if (call.Trace is not { WantsInfo: true } trace)
        {
            return;
        }

        var apiStage = $"{call.Stage.ApiId}/{call.Stage.StageName}";
        var key = ExecutionTrace.Mask(call.Client.Usage?.KeyValue);
        trace.Info($"Verifying Usage Plan for request: {call.RequestId}. API Key: {key} API Stage: {apiStage}");
        if (call.Client.Usage is null || call.Kind != EventKind.Connect)
        {
            trace.Info(
                $"API Key {key} authorized because route '{call.Route?.Key}' does not require API Key. Request will not "
                + $"contribute to throttle or quota limits");
        }

        trace.Info($"Usage Plan check succeeded for API Key {key} and API Stage {apiStage}");
        trace.Info($"Starting execution for request: {call.RequestId}");
        trace.Info($"WebSocket Request Route: [{call.Route?.Key}]");
        switch (call.Kind)
        {
            case EventKind.Connect:
                trace.Info(
                    $"Client [UserAgent: {call.Client.UserAgent}, SourceIp: {call.Client.SourceIp}] is connecting to "
                    + $"WebSocket API [{call.Stage.ApiId}].");
                break;
            case EventKind.Message:
                trace.Info(
                    $"WebSocket API [{call.Stage.ApiId}] received message from client [Connection Id: "
                    + $"{call.Client.ConnectionId}].");
                break;
            default:
                break;
        }
    }

    /// <summary>The last line of every log; without INFO only after a failure.</summary>
    public static void Completed(RouteEvent call)
    {
        if (call.Trace is not { } trace)
        {
            return;
        }

        if (trace.WantsInfo && call is { Fault: null, Endpoint.Status: { } status })
        {
            var latency = (long)(call.IntegrationLatency?.TotalMilliseconds ?? 0);
            trace.Info($"Received response. Status: {status}, Integration latency: {latency} ms");
            if (call.Endpoint.AwsRequestId is { } id)
            {
                trace.Info($"AWS Integration Endpoint RequestId : {id}");
            }
        }

        trace.Info(LastLine(call));
    }

    private static string LastLine(RouteEvent call)
    {
        var client = call.Client.ConnectionId;
        var api = call.Stage.ApiId;
        var status = call.Status.ToString(CultureInfo.InvariantCulture);
        return call.Kind switch
        {
            EventKind.Connect when call.Fault is null && call.Status is >= 200 and < 300 =>
                $"Client [Connection Id: {client}] connected to API [{api}] successfully.",
            EventKind.Connect => $"Client [Connection Id: {client}] was not connected to API [{api}]. Status: [{status}]",
            EventKind.Message =>
                $"Message from client [Connection Id: {client}] sent to API [{api}] with response status code [{status}].",
            EventKind.Disconnect =>
                $"Client [Connection Id: {client}] disconnected from API [{api}] with integration response status code "
                + $"[{status}]. Close reason: [{call.CloseStatus.Code.ToString(CultureInfo.InvariantCulture)}: "
                + $"{call.CloseStatus.Reason}]",
            _ => $"Connection API request completed with status: {status}",
        };
    }
}
