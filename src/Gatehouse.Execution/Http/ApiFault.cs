using System.Text;

namespace Gatehouse.Execution.Http;

/// <summary>
/// An answer that the gateway itself gives to a caller of an HTTP API (http-api §6.5): the standard reason phrase in compact
/// JSON, not customisable. A value, made once.
/// </summary>
internal sealed class ApiFault
{
    private ApiFault(int status, string message, string responseType)
    {
        Status = status;
        Message = message;
        ResponseType = responseType;
        Body = Encoding.UTF8.GetBytes($"{{\"message\":\"{message}\"}}");
    }

    /// <summary>What two readers could understand differently, or a value that a service call needs and did not get.</summary>
    public static readonly ApiFault BadRequest = new(400, "Bad Request", "BAD_REQUEST_PARAMETERS");

    /// <summary>A token is missing or invalid, or a source of the caller's identity is missing.</summary>
    public static readonly ApiFault Unauthorized = new(401, "Unauthorized", "UNAUTHORIZED");

    /// <summary>The caller is known and may not: scopes, an authorizer's deny, IAM, mutual TLS.</summary>
    public static readonly ApiFault Forbidden = new(403, "Forbidden", "ACCESS_DENIED");

    /// <summary>No API, stage, mapping or route.</summary>
    public static readonly ApiFault NotFound = new(404, "Not Found", "DEFAULT_4XX");

    public static readonly ApiFault TooLarge = new(413, "Request Entity Too Large", "REQUEST_TOO_LARGE");

    public static readonly ApiFault UriTooLong = new(414, "Request URI too long", "DEFAULT_4XX");

    public static readonly ApiFault Throttled = new(429, "Too Many Requests", "THROTTLED");

    /// <summary>The status is unconfirmed; the text follows the pattern of the others (http-api §6.4).</summary>
    public static readonly ApiFault HeadersTooLarge = new(431, "Request Header Fields Too Large", "DEFAULT_4XX");

    /// <summary>A function's error or malformed answer, a missing permission, a configuration that cannot work.</summary>
    public static readonly ApiFault InternalError = new(500, "Internal Server Error", "INTEGRATION_FAILURE");

    /// <summary>An authorizer that failed or is not built decides nothing: the caller does not get in.</summary>
    public static readonly ApiFault AuthorizerFailed = new(500, "Internal Server Error", "AUTHORIZER_FAILURE");

    /// <summary>A bug of ours.</summary>
    public static readonly ApiFault Failed = new(500, "Internal Server Error", "DEFAULT_5XX");

    /// <summary>Nobody answers at the backend's address, or it breaks off.</summary>
    public static readonly ApiFault Unavailable = new(503, "Service Unavailable", "INTEGRATION_FAILURE");

    public static readonly ApiFault TimedOut = new(503, "Service Unavailable", "INTEGRATION_TIMEOUT");

    public int Status { get; }

    /// <summary><c>$context.error.message</c>.</summary>
    public string Message { get; }

    /// <summary><c>$context.error.responseType</c>. The exact set of HTTP APIs is unconfirmed (http-api §18).</summary>
    public string ResponseType { get; }

    public ReadOnlyMemory<byte> Body { get; }
}

/// <summary>What a step of a route came to: go on, or answer this fault.</summary>
/// <param name="Fault">The answer, or <see langword="null"/> to go on.</param>
/// <param name="Detail">Why, for the operator and <c>$context.integrationErrorMessage</c>; never sent to the client.</param>
internal readonly record struct RouteResult(ApiFault? Fault, string? Detail = null)
{
    public static readonly RouteResult Continue = new(null);

    public static implicit operator RouteResult(ApiFault fault) => new(fault);

    public static implicit operator ValueTask<RouteResult>(RouteResult result) => new(result);
}
