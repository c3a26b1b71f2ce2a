using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.WebSockets.Connections;
using Gatehouse.Execution.WebSockets.Frames;
using Gatehouse.Execution.WebSockets.Handshake;
using Gatehouse.Execution.WebSockets.Management;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.WebSockets;

/// <summary>
/// Serves the requests to stages of WebSocket APIs: handshakes and the management API. Anything else is forbidden
/// (websocket-api §3.1, §3.2).
/// </summary>
internal sealed class WebSocketPlane(SocketServices services, HandshakeRunner handshakes, ManagementPlane management)
{
    private const int PaceMs = 100;
    private const int LeastPerPace = 50;
    private const int Paces = 50;

    public ValueTask HandleAsync(
        HttpContext http, SocketStagePlan stage, SocketStageState state, string target, in InvokeAddress address)
    {
        var path = target.AsSpan(address.ResourceStart..address.PathEnd);
        if (ManagementPlane.TryReadPath(path, out var id))
        {
            var request = new HandshakeRequest(
                http, stage, target, address, services.Ids, services.Time.GetUtcNow(), services.Time.GetTimestamp());
            return management.RunAsync(request, id);
        }

        // A slash behind the stage is nothing; any further segment is no address of a stage.
        return path.TrimStart('/').IsEmpty
            ? handshakes.RunAsync(http, stage, state, target, address)
            : PlainAnswers.ForbiddenAsync(http);
    }

    /// <summary>
    /// Lets nobody in any more, closes the connections at a pace that does not bring all clients back at once, and waits until
    /// every <c>$disconnect</c> is delivered (websocket-api §11.2).
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        handshakes.IsClosed = true;
        var all = services.Registry.All.ToList();
        if (all.Count > 0)
        {
            services.Logger.Draining(all.Count);
        }

        var pace = Math.Max(LeastPerPace, all.Count / Paces);
        var pause = TimeSpan.FromMilliseconds(PaceMs);
        try
        {
            foreach (var some in all.Chunk(pace))
            {
                foreach (var connection in some)
                {
                    connection.Close(CloseStatus.GoingAway);
                }

                if (some.Length == pace)
                {
                    await Task.Delay(pause, services.Time, cancellationToken);
                }
            }

            while (services.Sessions > 0 || services.Disconnects.UnderWay > 0)
            {
                // Those that opened meanwhile.
                foreach (var late in services.Registry.All)
                {
                    late.Close(CloseStatus.GoingAway);
                }

                await Task.Delay(pause, services.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            services.Logger.DrainCut(services.Sessions, services.Disconnects.UnderWay);
        }
    }

    /// <summary>A stage serves nothing any more: its connections are closed (websocket-api §11.2).</summary>
    public void CloseAll(SocketStageState stage)
    {
        foreach (var connection in services.Registry.All)
        {
            if (ReferenceEquals(connection.Client.Stage, stage))
            {
                connection.Close(CloseStatus.GoingAway);
            }
        }
    }
}
