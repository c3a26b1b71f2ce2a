using Gatehouse.Execution.WebSockets.Connections;
using Gatehouse.Execution.WebSockets.Handshake;

namespace Gatehouse.Execution.WebSockets.Management;

/// <summary>The access log's lines of the management API (websocket-api §9.2): <c>CONNECTION_API</c>, and a route of its own.</summary>
internal static class ManagementRecords
{
    private const string RouteSuffix = " /@connections/{connectionId}";

    /// <summary>Builds nothing where the stage has no access log. A body that was too large is not logged (§9.2).</summary>
    public static void Record(SocketServices services, HandshakeRequest request, string id, int status, string requestId)
    {
        var stage = request.Stage;
        if (stage.Records.AccessLog is null || status == 413)
        {
            return;
        }

        var client = services.Registry.TryFind(id, out var connection) ? connection.Client : Unknown(request, id);
        var call = new RouteEvent(client, stage, EventKind.Management)
        {
            RequestId = requestId,
            ArrivedAt = request.ArrivedAt,
            StartedAt = request.StartedAt,
            RouteKey = request.Http.Request.Method + RouteSuffix,
            Status = status,
        };
        services.Recorder.Record(call, counts: false);
    }

    private static SocketClient Unknown(HandshakeRequest request, string id) => new()
    {
        ConnectionId = id,
        Stage = new SocketStageState(request.Stage.Scope, request.Stage.ApiId, request.Stage.StageName),
        DomainName = request.DomainName,
        SourceIp = request.SourceIp,
        UserAgent = request.UserAgent,
        ConnectedAt = request.ArrivedAt.ToUnixTimeMilliseconds(),
    };
}
