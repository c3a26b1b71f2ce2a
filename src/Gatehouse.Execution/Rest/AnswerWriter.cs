using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Rest;

/// <summary>Writes an answer: head and body in one send where the body is at hand.</summary>
internal static class AnswerWriter
{
    public const string RequestIdHeader = "x-amzn-RequestId";
    public const string ExtendedIdHeader = "x-amz-apigw-id";

    private static readonly StringValues KeepAlive = "keep-alive";

    /// <summary>Writes head and body. A streamed body is the caller's to copy after <see cref="WriteHead"/>.</summary>
    public static ValueTask WriteAsync(ArrivedRequest request, MethodAnswer answer)
    {
        WriteHead(request, answer, answer.Body.Length);
        return WriteBodyAsync(request.Http, answer.Body);
    }

    /// <param name="request">Whose ids go out.</param>
    /// <param name="answer">What is sent.</param>
    /// <param name="length">The body's length, or <see langword="null"/> when only the end tells.</param>
    public static void WriteHead(ArrivedRequest request, MethodAnswer answer, long? length)
    {
        var response = request.Http.Response;
        var headers = response.Headers;
        response.StatusCode = answer.Status;
        headers.ContentType = answer.ContentType;
        headers[RequestIdHeader] = request.RequestId;
        headers[ExtendedIdHeader] = request.ExtendedRequestId;
        AddKeepAlive(request.Http.Request, headers);

        var extra = answer.Headers;
        for (var i = 0; i < extra.Count; i++)
        {
            var (name, value) = extra[i];
            headers[name] = value;
        }

        // RFC 9110 §6.4.1: these two have no body, and a length would announce one.
        if (answer.Status is not (204 or 304))
        {
            headers.ContentLength = length;
        }
    }

    public static ValueTask WriteBodyAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty || http.Response.StatusCode is 204 or 304)
        {
            return default;
        }

        var writing = http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
        if (writing.IsCompletedSuccessfully)
        {
            _ = Completed.Take(writing);
            return default;
        }

        return Await(writing);

        static async ValueTask Await(ValueTask<System.IO.Pipelines.FlushResult> writing) => _ = await writing;
    }

    /// <summary>AWS says it to every HTTP/1.1 client that did not ask to close (sheet §1.6).</summary>
    private static void AddKeepAlive(HttpRequest request, IHeaderDictionary headers)
    {
        var asked = request.Headers.Connection;
        if (HttpProtocol.IsHttp11(request.Protocol) && (asked.Count == 0 || !AsksToClose(asked)))
        {
            headers.Connection = KeepAlive;
        }
    }

    private static bool AsksToClose(StringValues connection)
    {
        foreach (var line in connection)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                if (line.AsSpan(range).Trim().Equals("close", StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
