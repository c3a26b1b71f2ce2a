using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Throttling;
using Gatehouse.Execution.WebSockets.Compression;
using Gatehouse.Execution.WebSockets.Connections;
using Gatehouse.Execution.WebSockets.Frames;
using Gatehouse.Execution.WebSockets.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.WebSockets.Handshake;

/// <summary>
/// Opens connections (websocket-api §3.2): the rates, the guards, the integration of <c>$connect</c>; the upgrade is withheld until that has
/// answered, and only a 2xx lets the socket open.
/// </summary>
internal sealed class HandshakeRunner(
    SocketServices services, ConnectionIds connectionIds, RateStates rates, SharedTexts texts)
{
    /// <summary>No handshake is let in any more: the server stops.</summary>
    public bool IsClosed { get; set; }

    public ValueTask RunAsync(
        HttpContext http, SocketStagePlan stage, SocketStageState state, string target, in InvokeAddress address)
    {
        switch (HandshakeRules.Read(http))
        {
            case HandshakeForm.None:
                return PlainAnswers.ForbiddenAsync(http);
            case HandshakeForm.WrongVersion:
                return PlainAnswers.WrongVersionAsync(http);
            case HandshakeForm.WrongKey:
                return PlainAnswers.BadRequestAsync(http);
            default:
                break;
        }

        if (target.Length > WebSocketLimits.UrlLength
            || HandshakeRules.HeaderBytes(http) > WebSocketLimits.HandshakeHeaderBytes)
        {
            return PlainAnswers.BadRequestAsync(http);
        }

        if (IsClosed)
        {
            return PlainAnswers.UnavailableAsync(http);
        }

        var arrivedAt = services.Time.GetUtcNow();
        var request = new HandshakeRequest(
            http, stage, target, address, services.Ids, arrivedAt, services.Time.GetTimestamp());
        var client = new SocketClient
        {
            ConnectionId = connectionIds.Next(),
            Stage = state,
            DomainName = texts.Share(request.DomainName),
            SourceIp = texts.Share(request.SourceIp),
            UserAgent = request.UserAgent is { } agent ? texts.Share(agent) : null,
            ConnectedAt = arrivedAt.ToUnixTimeMilliseconds(),
        };
        var connect = new RouteEvent(client, stage, EventKind.Connect)
        {
            RequestId = EventIds.NewRequestId(services.Ids),
            ArrivedAt = arrivedAt,
            StartedAt = request.StartedAt,
            Handshake = request,
            TraceHeader = stage.ConnectRoute is null && stage.Guards.Length == 0 ? null : request.TraceHeader,
            Route = stage.ConnectRoute,
            RouteKey = SocketStagePlan.Connect,
        };
        return CountAsync(connect);
    }

    /// <summary>A handshake under way counts as a connection: who stops the server waits for it (websocket-api §11.2).</summary>
    private async ValueTask CountAsync(RouteEvent connect)
    {
        services.Began();
        var isOpened = false;
        try
        {
            isOpened = await DecideAsync(connect);
        }
        finally
        {
            if (!isOpened)
            {
                services.Ended();
            }
        }
    }

    /// <returns><see langword="true"/> when the connection is open.</returns>
    private async ValueTask<bool> DecideAsync(RouteEvent connect)
    {
        var http = connect.Handshake!.Http;
        await using (connect)
        {
            EventResult result;
            try
            {
                services.Recorder.Begin(connect, connect.Route is null ? connect.Stage.Records.Trace : connect.Route.Trace);
                result = await WalkAsync(connect);
            }
            catch (Exception exception) when (http.RequestAborted.IsCancellationRequested
                && exception is (OperationCanceledException or IOException))
            {
                return false; // the client has gone: there is no connection, and so no $disconnect
            }
            catch (Exception exception)
            {
                services.Logger.HandshakeFailed(exception, connect.RequestId);
                result = new EventResult(SocketFault.Bug, "Execution failed due to an internal error");
            }

            connect.Fault = result.Fault;
            connect.Detail = result.Detail;
            connect.Status = result.Fault?.Status ?? connect.Answer?.Status ?? StatusCodes.Status200OK;
            if (connect.Fault is { } fault)
            {
                await PlainAnswers.RefuseAsync(http, connect, fault);
            }
            else if (connect.Status is < 200 or > 299)
            {
                await PlainAnswers.MirrorAsync(http, connect);
            }
            else
            {
                await OpenAsync(connect);
            }

            services.Recorder.Record(connect);
            return connect.Fault is null && connect.Status is >= 200 and <= 299;
        }
    }

    private async ValueTask<EventResult> WalkAsync(RouteEvent connect)
    {
        if (FindRefusal(connect) is { } refusal)
        {
            return refusal;
        }

        foreach (var guard in connect.Stage.Guards)
        {
            var guarded = await guard.RunAsync(connect);
            if (guarded.Fault is not null)
            {
                return guarded;
            }
        }

        // Without a $connect route, or with one without a target, the socket opens and nobody is asked (§3.2).
        return connect.Route?.Integration is { } integration
            ? await RunIntegrationAsync(connect, integration)
            : EventResult.Continue;
    }

    private static ValueTask<EventResult> RunIntegrationAsync(
        RouteEvent connect, Integrations.IEventIntegration integration)
    {
        Records.SocketTrace.Starting(connect);
        return integration.RunAsync(connect);
    }

    private EventResult? FindRefusal(RouteEvent connect)
    {
        var arrivedAt = connect.StartedAt;
        var stage = connect.Stage;
        if (NewConnections is { } limit
            && !rates.Method(new MethodAddress(stage.Scope, string.Empty, "new WebSocket connections"))
                .TryTake(limit, arrivedAt))
        {
            return new EventResult(SocketFault.Throttled, $"Too many new connections of the account. {limit}");
        }

        if (connect.Route?.Rate is { } rate && !rate.Bucket.TryTake(rate.Rate, arrivedAt))
        {
            return new EventResult(SocketFault.Throttled, $"The route is throttled. {rate.Rate}");
        }

        return stage.AccountRate.FindRefusal(arrivedAt) is { } account
            ? new EventResult(SocketFault.Throttled, $"The account is throttled. {account}")
            : null;
    }

    private Rate? NewConnections => field ??= Rate.Of(
        services.Settings.NewConnectionsPerSecond, services.Settings.NewConnectionsPerSecond);

    private async ValueTask OpenAsync(RouteEvent connect)
    {
        var http = connect.Handshake!.Http;
        var headers = http.Response.Headers;
        var deflate = services.Settings.Compresses
            ? DeflateOffer.Choose(http.Request.Headers[HandshakeRules.ExtensionsHeader])
            : null;
        // "Connection: Upgrade" is the server's own to write. Of the integration's headers only the subprotocol goes on (§3.4).
        headers.Upgrade = "websocket";
        headers[HandshakeRules.AcceptHeader] = HandshakeRules.Accept(http.Request.Headers[HandshakeRules.KeyHeader]!);
        if (connect.Answer?.FindHeader(HandshakeRules.ProtocolHeader) is [{ Length: > 0 } protocol, ..]
            && HeaderText.IsSendable(HandshakeRules.ProtocolHeader, protocol))
        {
            headers[HandshakeRules.ProtocolHeader] = protocol;
        }

        if (deflate is not null)
        {
            headers[HandshakeRules.ExtensionsHeader] = deflate.Answer;
        }

        var connection = new ClientConnection(
            connect.Client, deflate is null ? FrameRules.Default : FrameRules.Compressed, deflate?.WindowBytes, services);
        connect.Status = StatusCodes.Status200OK;
        await Transport.Upgrade.RunAsync(http, connection);
    }
}
