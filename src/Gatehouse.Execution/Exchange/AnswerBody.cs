using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Exchange;

/// <summary>The last piece of every answer: its bytes, and whether its connection stays.</summary>
internal static class AnswerBody
{
    private static readonly StringValues KeepAlive = "keep-alive";

    public static ValueTask WriteAsync(HttpContext http, ReadOnlyMemory<byte> body)
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

    /// <summary>AWS says it to every HTTP/1.1 client that did not ask to close (REST sheet §1.6).</summary>
    public static void AddKeepAlive(HttpRequest request, IHeaderDictionary headers)
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
