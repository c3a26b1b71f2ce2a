using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http;

/// <summary>
/// Writes the heads of answers (http-api §6.6). An integration's headers are in the response already; here come those of the
/// gateway.
/// </summary>
internal static class Answers
{
    public const string RequestIdHeader = "apigw-requestid";

    private static readonly StringValues Json = "application/json";

    /// <summary>Everything but the framing: the status, the id, CORS, the connection.</summary>
    public static void WriteHead(HttpApiRequest request, int status)
    {
        var http = request.Http;
        http.Response.StatusCode = status;
        var headers = http.Response.Headers;
        headers[RequestIdHeader] = request.RequestId;
        AnswerBody.AddKeepAlive(http.Request, headers);
        request.Stage.Cors?.AddToAnswer(http);
    }

    /// <param name="request">Whose response it is.</param>
    /// <param name="length">The body's length, or <see langword="null"/> when only the end tells.</param>
    public static void WriteLength(HttpApiRequest request, long? length)
    {
        // RFC 9110 §8.6: these two have no body, and a length would announce one.
        if (request.Http.Response.StatusCode is not (204 or 304))
        {
            request.Http.Response.ContentLength = length;
        }
    }

    /// <summary>Writes an error of the gateway's own. Nothing of an integration's answer may be in the response.</summary>
    public static ValueTask WriteFaultAsync(HttpApiRequest request, ApiFault fault, string? challenge)
    {
        var http = request.Http;
        http.Response.Headers.ContentType = Json;
        if (challenge is not null)
        {
            http.Response.Headers.WWWAuthenticate = challenge;
        }

        WriteHead(request, fault.Status);
        http.Response.ContentLength = fault.Body.Length;
        return AnswerBody.WriteAsync(http, fault.Body);
    }

    /// <summary>Answers a request that has found no stage: nothing is known that would count or log it.</summary>
    public static ValueTask WriteNotFoundAsync(HttpContext http, string requestId)
    {
        var body = ApiFault.NotFound.Body;
        http.Response.StatusCode = ApiFault.NotFound.Status;
        http.Response.Headers.ContentType = Json;
        http.Response.Headers[RequestIdHeader] = requestId;
        http.Response.ContentLength = body.Length;
        AnswerBody.AddKeepAlive(http.Request, http.Response.Headers);
        return AnswerBody.WriteAsync(http, body);
    }

    /// <summary>Answers a preflight: 204, no body, no integration (http-api §12).</summary>
    public static void WritePreflight(HttpApiRequest request)
    {
        var http = request.Http;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        http.Response.Headers[RequestIdHeader] = request.RequestId;
        AnswerBody.AddKeepAlive(http.Request, http.Response.Headers);
        request.Stage.Cors!.AddToPreflight(http);
    }
}
