using Gatehouse.Model.Documents;
using Gatehouse.Wire.Protocols;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Services.Skeleton;

/// <summary>Puts an answer on the wire with the headers that every AWS answer has (rest-control-plane §1.3).</summary>
internal static class AnswerWriter
{
    /// <summary>Eleven bytes make the sixteen characters of an extended request id.</summary>
    private const int ExtendedIdBytes = 11;

    public static async Task WriteAsync(HttpContext context, CallInProgress call, EncodedAnswer answer, IIdSource ids)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers["x-amzn-RequestId"] = call.RequestId;
        if (call.Service?.StandsBehindApiGateway == true)
        {
            response.Headers["x-amz-apigw-id"] = ExtendedId(ids);
        }

        if (call.Service is { AllowsBrowsers: true } service && service.UnsignedOperations.Contains(call.OperationName))
        {
            // Apps in browsers call these with nothing but what the operation itself carries: no cookie, no signature.
            response.Headers.AccessControlAllowOrigin = "*";
            response.Headers.AccessControlExposeHeaders = "x-amzn-RequestId, x-amzn-ErrorType, x-amzn-ErrorMessage, Date";
        }

        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (answer.Status == StatusCodes.Status204NoContent)
        {
            return; // Neither a length nor a type (RFC 9110 §8.6).
        }

        response.ContentType = answer.ContentType;
        if (call.Stream is { } stream)
        {
            await WriteStreamAsync(context, stream);
            return;
        }

        response.ContentLength = answer.Body.Length;
        if (!answer.Body.IsEmpty && !HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    private static async Task WriteStreamAsync(HttpContext context, IOutputStream stream)
    {
        await using (stream)
        {
            await context.Response.StartAsync(context.RequestAborted);
            await stream.WriteAsync(context.Response.BodyWriter, context.RequestAborted);
        }
    }

    private static string ExtendedId(IIdSource ids)
    {
        Span<byte> bytes = stackalloc byte[ExtendedIdBytes];
        ids.Fill(bytes);
        return Convert.ToBase64String(bytes);
    }
}
