using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.WebSockets.Connections;
using Gatehouse.Execution.WebSockets.Frames;
using Gatehouse.Execution.WebSockets.Records;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.WebSockets.Messages;

/// <summary>
/// Delivers <c>$disconnect</c>, once for each connection that was open (websocket-api §7.4): a bounded number at a time, and again when the
/// function could not be run.
/// </summary>
internal sealed class DisconnectDispatcher(
    RequestIdentifiers ids, TimeProvider time, SocketRecorder recorder, ILogger<DisconnectDispatcher> logger) : IDisposable
{
    private readonly SemaphoreSlim _places = new(WebSocketLimits.DisconnectsInFlight);
    private int _underWay;

    /// <summary>Deliveries that are not done.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>A connection has ended. Called exactly once for each.</summary>
    public void Post(SocketClient client, CloseStatus status)
    {
        if (client.Stage.Current is not { } stage)
        {
            return; // the stage is gone, and its routes with it
        }

        Interlocked.Increment(ref _underWay);
        _ = DeliverAsync(client, stage, status);
    }

    public void Dispose() => _places.Dispose();

    private async Task DeliverAsync(SocketClient client, SocketStagePlan stage, CloseStatus status)
    {
        try
        {
            await _places.WaitAsync(CancellationToken.None);
            try
            {
                await TryAsync(client, stage, status);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (Exception exception)
        {
            logger.EventFailed(exception, "DISCONNECT", string.Empty, client.ConnectionId);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task TryAsync(SocketClient client, SocketStagePlan stage, CloseStatus status)
    {
        for (var attempt = 1; ; attempt++)
        {
            var call = new RouteEvent(client, stage, EventKind.Disconnect)
            {
                RequestId = EventIds.NewRequestId(ids),
                ArrivedAt = time.GetUtcNow(),
                StartedAt = time.GetTimestamp(),
                CloseStatus = status,
                Route = stage.DisconnectRoute,
                RouteKey = SocketStagePlan.Disconnect,
            };
            await using (call)
            {
                recorder.Begin(call, call.Route is null ? null : call.Route.Trace);
                var result = call.Route?.Integration is null
                    ? EventResult.Continue // legal, and does nothing (§1.4)
                    : await RouteRunner.RunAsync(call);
                call.Fault = result.Fault;
                call.Detail = result.Detail;
                call.Status = result.Fault?.Status ?? call.Answer?.Status ?? 200;
                recorder.Record(call);
                if (result.Fault is null || !MayWorkLater(call))
                {
                    return;
                }

                if (attempt >= WebSocketLimits.DisconnectTries)
                {
                    logger.DisconnectLost(client.ConnectionId, result.Detail);
                    return;
                }
            }

            await Task.Delay(WebSocketLimits.DisconnectPause, time, CancellationToken.None);
        }
    }

    /// <summary>Throttled, not ready, or not reached: then nothing has been run yet. A function that failed has been.</summary>
    private static bool MayWorkLater(RouteEvent call) =>
        call.Endpoint.ServiceStatus is 429 or >= 500
        || (ReferenceEquals(call.Fault, SocketFault.IntegrationFailed) && call.Endpoint.ServiceStatus is null);
}
