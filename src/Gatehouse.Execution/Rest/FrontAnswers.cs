using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Rest;

/// <summary>
/// Answers given before an API and stage are known (sheet §1.2): never customised, never in execution logs.
/// </summary>
internal sealed class FrontAnswers(RequestIdentifiers ids)
{
    private const string ForbiddenType = "ForbiddenException";

    private static ReadOnlyMemory<byte> ForbiddenBody { get; } = "{\"message\":\"Forbidden\"}"u8.ToArray();

    // The health check's own text is unconfirmed; this is the word that AWS's edge services use.
    private static ReadOnlyMemory<byte> HealthBody { get; } = "healthy"u8.ToArray();

    /// <param name="http">The request.</param>
    /// <param name="isKnownApi">The host maps to an API: its health check answers.</param>
    /// <param name="firstSegment">Where the stage would stand.</param>
    public ValueTask AnswerAsync(HttpContext http, bool isKnownApi, ReadOnlySpan<char> firstSegment) =>
        isKnownApi && firstSegment is "ping" or "sping"
            ? Write(http, StatusCodes.Status200OK, "text/plain", HealthBody)
            : Write(http, StatusCodes.Status403Forbidden, MethodAnswer.DefaultContentType, ForbiddenBody);

    private ValueTask Write(HttpContext http, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.Headers.ContentType = contentType;
        response.Headers.ContentLength = body.Length;
        response.Headers[AnswerWriter.RequestIdHeader] = ids.NewRequestId();
        if (status == StatusCodes.Status403Forbidden)
        {
            response.Headers[Faults.FaultResponder.ErrorTypeHeader] = ForbiddenType;
        }

        response.Headers[AnswerWriter.ExtendedIdHeader] = ids.NewExtendedId();
        return AnswerBody.WriteAsync(http, body);
    }
}
