using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Cors;
using Gatehouse.Execution.Http.Integrations;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>Writes the answers of function URLs.</summary>
internal static class FunctionUrlAnswers
{
    private const string RequestIdHeader = "x-amzn-RequestId";
    private const string ErrorTypeHeader = "x-amzn-ErrorType";
    private const string TraceHeader = "X-Amzn-Trace-Id";

    /// <summary>What every answer of a known URL begins with.</summary>
    public static void WriteHead(FunctionUrlRequest request, int status)
    {
        var response = request.Http.Response;
        response.StatusCode = status;
        response.Headers[RequestIdHeader] = request.RequestId;
        response.Headers[TraceHeader] = request.TraceHeader;
        AnswerBody.AddKeepAlive(request.Http.Request, response.Headers);
    }

    /// <returns>Bytes of the body.</returns>
    public static async ValueTask<long> WriteAsync(FunctionUrlRequest request, FunctionUrlAnswer answer)
    {
        var http = request.Http;
        WriteHead(request, answer.Status);
        foreach (var (name, value) in answer.Headers)
        {
            Add(request, name, value);
        }

        if (answer.Status is not (204 or 304))
        {
            if (answer.ContentType is { } type)
            {
                http.Response.Headers.ContentType = type;
            }

            http.Response.ContentLength = answer.Body.Length;
        }

        request.Url.Cors?.AddToAnswer(http);
        await AnswerBody.WriteAsync(http, answer.Body);
        return answer.Body.Length;
    }

    /// <summary>
    /// Adds a header of the function's. Where the URL has CORS settings they speak alone: AWS sends both, and a browser
    /// refuses the doubled header.
    /// </summary>
    /// <remarks>Differs from AWS: the function's own CORS headers are left out then.</remarks>
    public static void Add(FunctionUrlRequest request, string name, string value)
    {
        if (!IsOwn(name) && (request.Url.Cors is null || !CorsPlan.IsGatewaysOwn(name)))
        {
            BackendHeaders.Add(request.Http.Response.Headers, name, value);
        }
    }

    public static ValueTask WriteFaultAsync(HttpContext http, string requestId, FunctionUrlFault fault)
    {
        var response = http.Response;
        response.StatusCode = fault.Status;
        response.Headers[RequestIdHeader] = requestId;
        response.Headers.ContentType = "application/json";
        if (fault.Type is not null)
        {
            response.Headers[ErrorTypeHeader] = fault.Type;
        }

        response.ContentLength = fault.Body.Length;
        AnswerBody.AddKeepAlive(http.Request, response.Headers);
        return AnswerBody.WriteAsync(http, fault.Body);
    }

    private static bool IsOwn(string name) =>
        name.Equals(RequestIdHeader, StringComparison.OrdinalIgnoreCase)
        || name.Equals(TraceHeader, StringComparison.OrdinalIgnoreCase);
}
