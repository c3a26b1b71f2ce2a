using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.WebSockets.Connections;
using Gatehouse.Execution.WebSockets.Frames;
using Gatehouse.Execution.WebSockets.Handshake;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.WebSockets.Management;

/// <summary><c>@connections</c>: backends post to a connection, look at it and close it (websocket-api §8).</summary>
internal sealed class ManagementPlane(SocketServices services, ConnectionIds ids, IConnectionNodes nodes)
{
    private const string Segment = "@connections";
    private const string RequestIdHeader = "x-amzn-RequestId";
    private const string GatewayIdHeader = "x-amz-apigw-id";
    private const string ErrorTypeHeader = "x-amzn-ErrorType";

    /// <summary>Whether a path behind the stage is that of the management API; the <c>@</c> may be encoded.</summary>
    /// <param name="path">Undecoded.</param>
    /// <param name="id">The rest of it, decoded; empty when there is none.</param>
    public static bool TryReadPath(ReadOnlySpan<char> path, out string id)
    {
        id = string.Empty;
        var rest = path.TrimStart('/'); // some clients put two slashes between endpoint and path (§8.1)
        var slash = rest.IndexOf('/');
        var first = slash < 0 ? rest : rest[..slash];
        if (!first.Equals(Segment, StringComparison.Ordinal)
            && !first.Equals("%40connections", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        id = slash < 0 ? string.Empty : PercentEncoding.Decode(rest[(slash + 1)..], isPlusSpace: false);
        return true;
    }

    public async ValueTask RunAsync(HandshakeRequest request, string id)
    {
        var http = request.Http;
        var headers = http.Response.Headers;
        var requestId = services.Ids.NewRequestId();
        headers[RequestIdHeader] = requestId;
        headers[GatewayIdHeader] = services.Ids.NewExtendedId();
        ManagementFault? fault;
        try
        {
            fault = await DecideAsync(request, id);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested
            && exception is not BadHttpRequestException)
        {
            services.Logger.ManagementFailed(exception, requestId);
            fault = ManagementFault.Bug;
        }

        if (fault is not null)
        {
            await RefuseAsync(http, fault);
        }

        ManagementRecords.Record(services, request, id, http.Response.StatusCode, requestId);
    }

    private async ValueTask<ManagementFault?> DecideAsync(HandshakeRequest request, string id)
    {
        var http = request.Http;
        var verb = http.Request.Method;
        if (verb is not ("POST" or "GET" or "DELETE") || id.Length == 0 || id.Contains('/', StringComparison.Ordinal))
        {
            return ManagementFault.Forbidden;
        }

        var body = await ReadBodyAsync(http);
        if (body is null)
        {
            return ManagementFault.TooLarge;
        }

        using (body)
        {
            var stage = request.Stage;
            if (stage.Management.FindRefusal(request, verb, body.WrittenSpan) is { } refusal)
            {
                return refusal;
            }

            if (stage.AccountRate.FindRefusal(request.StartedAt) is not null)
            {
                return ManagementFault.Throttled;
            }

            if (services.Registry.TryFind(id, out var connection))
            {
                // A connection of another API is none of this one's; any stage of its own API reaches it (§8.1).
                return connection.Client.Stage.ApiId == stage.ApiId && connection.Client.Stage.Scope == stage.Scope
                    ? await ServeAsync(http, verb, connection, body)
                    : ManagementFault.Gone;
            }

            return await ElsewhereAsync(http, stage, verb, id, body);
        }
    }

    private async ValueTask<ManagementFault?> ElsewhereAsync(
        HttpContext http, SocketStagePlan stage, string verb, string id, PooledBytes body)
    {
        if (!ids.TryRead(id, out var node))
        {
            return ManagementFault.Malformed(id);
        }

        if (node == services.Settings.Node || nodes.Find(node) is not { } owner)
        {
            return ManagementFault.Gone;
        }

        var answer = await owner.ForwardAsync(
            new ConnectionCall(stage.Scope, stage.ApiId, id, verb, body.Written), http.RequestAborted);
        return answer.Status is >= 200 and < 300
            ? await WriteAsync(http, answer.Status, answer.Body)
            : answer.Status == StatusCodes.Status429TooManyRequests ? ManagementFault.Throttled : ManagementFault.Gone;
    }

    private static async ValueTask<ManagementFault?> ServeAsync(
        HttpContext http, string verb, ClientConnection connection, PooledBytes body)
    {
        switch (verb)
        {
            case "POST":
                switch (Post(connection, body.Written))
                {
                    case SendOutcome.Sent:
                        return await WriteAsync(http, StatusCodes.Status200OK, default);
                    case SendOutcome.Full:
                        return ManagementFault.Throttled; // the only word that a publisher hears of a slow reader (§8.3)
                    default:
                        return ManagementFault.Gone;
                }

            case "GET":
                return await WriteAsync(http, StatusCodes.Status200OK, Describe(connection));
            default:
                connection.Close(CloseStatus.Deleted);
                return await WriteAsync(http, StatusCodes.Status204NoContent, default);
        }
    }

    private static SendOutcome Post(ClientConnection connection, ReadOnlyMemory<byte> body)
    {
        var outcome = connection.TrySend(Messages.SocketText.Of(body).Span);
        if (outcome == SendOutcome.Sent && connection.Client.Stage.Current is { } stage)
        {
            stage.Records.Meter.CountMessage();
        }

        return outcome;
    }

    private static byte[] Describe(ClientConnection connection)
    {
        using var output = new PooledBytes(256);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("connectedAt"u8, TimeOf(connection.Client.ConnectedAt));
            json.WriteStartObject("identity"u8);
            json.WriteString("sourceIp"u8, connection.Client.SourceIp);
            json.WriteString("userAgent"u8, connection.Client.UserAgent); // null when there is none (§8.2)
            json.WriteEndObject();
            json.WriteString("lastActiveAt"u8, TimeOf(connection.LastActiveAt));
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static string TimeOf(long epochMs) => DateTimeOffset.FromUnixTimeMilliseconds(epochMs)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static async ValueTask<ManagementFault?> WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> body)
    {
        await PlainAnswers.WriteAsync(http, status, body);
        return null;
    }

    private static ValueTask RefuseAsync(HttpContext http, ManagementFault fault)
    {
        if (fault.Type is not null)
        {
            http.Response.Headers[ErrorTypeHeader] = fault.Type;
        }

        return PlainAnswers.WriteAsync(
            http, fault.Status,
            fault.Message is null
                ? default
                : Encoding.UTF8.GetBytes($"{{\"message\":\"{JsonEncodedText.Encode(fault.Message)}\"}}"));
    }

    /// <returns><see langword="null"/> when the body is longer than a message may be.</returns>
    private static async ValueTask<PooledBytes?> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > WebSocketLimits.MessageBytes)
        {
            return null;
        }

        var body = new PooledBytes((int)Math.Max(1, http.Request.ContentLength ?? 256));
        var reader = http.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(http.RequestAborted);
            if (body.Length + result.Buffer.Length > WebSocketLimits.MessageBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                body.Dispose();
                return null;
            }

            foreach (var piece in result.Buffer)
            {
                body.Write(piece.Span);
            }

            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return body;
            }
        }
    }
}
