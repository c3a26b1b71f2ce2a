using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>An answer that Lambda itself gives to the caller of a function URL.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Type">The value of <c>x-amzn-ErrorType</c>; <see langword="null"/> without one.</param>
/// <param name="Body">UTF-8.</param>
/// <param name="Detail">Why, for the operator; never sent.</param>
internal sealed record FunctionUrlFault(int Status, string? Type, ReadOnlyMemory<byte> Body, string? Detail)
{
    private const string TypeMember = "Type";

    // The text of captures since October 2025 (awsdocs/aws-lambda-developer-guide, issue 494).
    private static readonly byte[] ForbiddenBody =
        """{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}"""u8
            .ToArray();

    private static readonly byte[] FailedBody = "Internal Server Error"u8.ToArray();

    /// <summary>Who may not, and who asks for a URL that is not there (unconfirmed): neither learns which it was.</summary>
    public static FunctionUrlFault Forbidden(string detail) => new(403, "AccessDeniedException", ForbiddenBody, detail);

    /// <summary>The function failed or answered what is no response: bare text (status and text are unconfirmed).</summary>
    public static FunctionUrlFault Failed(string detail) => new(502, null, FailedBody, detail);

    public static FunctionUrlFault BadRequest(string detail) =>
        Of(400, "InvalidRequestException", "message", "Bad Request", detail);

    public static FunctionUrlFault TooLarge() => Of(
        413, "RequestTooLargeException", "Message",
        $"Request must be smaller than {FunctionUrlLimits.BodyBytes} bytes for the InvokeFunction operation",
        "The body of the request is too large");

    public static FunctionUrlFault TargetTooLong() => Of(
        414, "RequestTooLargeException", "Message", "Request URI too long", "The path and query are too long");

    public static FunctionUrlFault Throttled(string? reason) => new(
        429, "TooManyRequestsException",
        Json(new JsonObject
        {
            ["Reason"] = reason ?? "ConcurrentInvocationLimitExceeded",
            [TypeMember] = "User",
            ["message"] = "Rate Exceeded.",
        }),
        "The function is throttled");

    /// <summary>A signature that is not right: the words of SigV4 services (security §1.9).</summary>
    public static FunctionUrlFault Unauthenticated(string code, int status, string message) =>
        Of(status, code, "message", message, message);

    private static FunctionUrlFault Of(int status, string type, string member, string message, string detail) =>
        new(status, type, Json(new JsonObject { [member] = message }), detail);

    private static byte[] Json(JsonObject json) => System.Text.Encoding.UTF8.GetBytes(json.ToJsonString(
        new System.Text.Json.JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
