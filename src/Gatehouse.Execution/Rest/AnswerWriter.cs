using Gatehouse.Execution.Exchange;

namespace Gatehouse.Execution.Rest;

/// <summary>Writes an answer: head and body in one send where the body is at hand.</summary>
internal static class AnswerWriter
{
    public const string RequestIdHeader = "x-amzn-RequestId";
    public const string ExtendedIdHeader = "x-amz-apigw-id";

    /// <summary>Writes head and body. A streamed body is the caller's to copy after <see cref="WriteHead"/>.</summary>
    public static ValueTask WriteAsync(ArrivedRequest request, MethodAnswer answer)
    {
        WriteHead(request, answer, answer.Body.Length);
        return AnswerBody.WriteAsync(request.Http, answer.Body);
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
        AnswerBody.AddKeepAlive(request.Http.Request, headers);

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
}
