using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.WebSockets.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.WebSockets.Handshake;

/// <summary>The HTTP answers of a WebSocket API: refused handshakes, and what is no handshake at all (websocket-api §3.3).</summary>
internal static class PlainAnswers
{
    private const string Json = "application/json";
    private const string ErrorType = "x-amzn-ErrorType";
    private const string IdHeader = "x-amz-apigw-id";

    private static readonly byte[] ForbiddenBody = """{"message":"Forbidden"}"""u8.ToArray();
    private static readonly byte[] BadRequestBody = """{"message":"Bad Request"}"""u8.ToArray();
    private static readonly byte[] UnavailableBody = """{"message":"Service Unavailable"}"""u8.ToArray();

    /// <summary>No such stage, no such path, or no handshake.</summary>
    public static ValueTask ForbiddenAsync(HttpContext http)
    {
        http.Response.Headers[ErrorType] = "ForbiddenException";
        return WriteAsync(http, StatusCodes.Status403Forbidden, ForbiddenBody);
    }

    public static ValueTask BadRequestAsync(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status400BadRequest, BadRequestBody);

    public static ValueTask WrongVersionAsync(HttpContext http)
    {
        http.Response.Headers[HandshakeRules.VersionHeader] = HandshakeRules.Version;
        return WriteAsync(http, StatusCodes.Status426UpgradeRequired, BadRequestBody);
    }

    /// <summary>The node is stopping: the load balancer tries another (§11.2).</summary>
    public static ValueTask UnavailableAsync(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status503ServiceUnavailable, UnavailableBody);

    /// <summary>The gateway refuses a handshake that had its connection id already.</summary>
    public static ValueTask RefuseAsync(HttpContext http, RouteEvent connect, SocketFault fault)
    {
        http.Response.Headers[IdHeader] = connect.RequestId;
        return WriteAsync(http, fault.Status, ErrorFrames.OfHandshake(connect, fault));
    }

    /// <summary>The integration refuses: its status, headers and body go to the client.</summary>
    public static ValueTask MirrorAsync(HttpContext http, RouteEvent connect)
    {
        var answer = connect.Answer!;
        var response = http.Response;
        response.Headers[IdHeader] = connect.RequestId;
        var contentType = StringValues.Empty;
        foreach (var (name, values) in answer.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = values;
            }
            else if (!IsConnections(name) && HeaderText.IsSendable(name, values.ToString()))
            {
                response.Headers.Append(name, values);
            }
        }

        return WriteAsync(http, answer.Status, connect.Reply, contentType.Count > 0 ? contentType.ToString() : Json);
    }

    public static async ValueTask WriteAsync(
        HttpContext http, int status, ReadOnlyMemory<byte> body, string contentType = Json)
    {
        var response = http.Response;
        response.StatusCode = status;
        if (body.IsEmpty)
        {
            response.ContentLength = status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified ? null : 0;
            return;
        }

        if (status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            return; // these have no body
        }

        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>The message's framing is this server's own.</summary>
    private static bool IsConnections(string name) => name.ToLowerInvariant() is "connection" or "upgrade" or "keep-alive"
        or "transfer-encoding" or "content-length" or "proxy-connection" or "te" or "trailer" or "date" or "server"
        or "sec-websocket-accept" or "sec-websocket-extensions";
}
