using System.Globalization;
using System.Text;

namespace Gatehouse.Functions.RuntimeApi;

/// <summary>The fixed answers of the Runtime API, as whole HTTP responses (deployment-and-tools §6.3).</summary>
internal static class RuntimeReplies
{
    public static readonly byte[] Accepted = Build(202, "Accepted", """{"status":"OK"}""" + "\n");

    public static readonly byte[] Pong = Build(200, "OK", "pong", "text/plain");

    public static readonly byte[] Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    public static readonly byte[] NotFound = Build(
        404, "Not Found", "404 page not found\n", "text/plain; charset=utf-8");

    public static readonly byte[] WrongMethod = Build(405, "Method Not Allowed", "");

    public static readonly byte[] Forbidden = Error(
        403, "Forbidden", "Forbidden", "A browser may not call the Runtime API.");

    public static readonly byte[] BadRequest = Error(
        400, "Bad Request", "TruncatedHTTPRequest", "HTTP request detected as truncated", isClosing: true);

    public static readonly byte[] InvalidRequestId = Error(
        400, "Bad Request", "InvalidRequestID", "Invalid request ID");

    public static readonly byte[] InvalidResponseMode = Error(
        400, "Bad Request", "InvalidFunctionResponseMode", "Invalid function response mode");

    public static readonly byte[] TooLarge = Error(
        413, "Request Entity Too Large", "RequestEntityTooLarge", TooLargeText);

    public static readonly byte[] TooLargeAndClosing = Error(
        413, "Request Entity Too Large", "RequestEntityTooLarge", TooLargeText, isClosing: true);

    private const string TooLargeText = "Exceeded maximum allowed payload size (6291556 bytes).";

    public static byte[] InvalidTransition(RuntimeState from, string to) => Error(
        403,
        "Forbidden",
        "InvalidStateTransition",
        $"State transition from {NameOf(from)} to {to} failed for runtime. Error: State transition is not allowed");

    private static string NameOf(RuntimeState state) => state switch
    {
        RuntimeState.Started => "RuntimeStarted",
        RuntimeState.InitFailed => "InitError",
        RuntimeState.Ready => "Ready",
        RuntimeState.Running => "Running",
        RuntimeState.Responding => "InvocationResponse",
        _ => "RuntimeResponseSentState",
    };

    private static byte[] Error(int status, string phrase, string type, string message, bool isClosing = false) =>
        Build(
            status,
            phrase,
            $$"""{"errorMessage":"{{message}}","errorType":"{{type}}"}""" + "\n",
            isClosing: isClosing);

    private static byte[] Build(
        int status, string phrase, string body, string contentType = "application/json", bool isClosing = false) =>
        Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {phrase}\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n"
            + $"{(isClosing ? "Connection: close\r\n" : "")}\r\n{body}"));
}
