namespace Gatehouse.Execution.WebSockets;

/// <summary>
/// What the gateway itself answers: the status of a refused handshake, or a frame on an open connection (websocket-api §3.3,
/// §5.9). WebSocket APIs have no gateway responses: nothing of it can be customised.
/// </summary>
/// <param name="Status">Of a handshake, and <c>$context.status</c>.</param>
/// <param name="ResponseType"><c>$context.error.responseType</c>.</param>
/// <param name="Message"><c>$context.error.message</c>.</param>
internal sealed record SocketFault(int Status, string ResponseType, string Message)
{
    private const string Failed = "Internal server error";

    public static readonly SocketFault Forbidden = new(403, "ACCESS_DENIED", "Forbidden");

    public static readonly SocketFault Unauthorized = new(401, "UNAUTHORIZED", "Unauthorized");

    public static readonly SocketFault NotCovered = new(
        403, "ACCESS_DENIED",
        "User is not authorized to access this resource because no identity-based policy allows the "
        + "execute-api:Invoke action");

    public static readonly SocketFault Denied = new(
        403, "ACCESS_DENIED",
        "User is not authorized to access this resource with an explicit deny in an identity-based policy");

    public static readonly SocketFault InvalidKey = new(403, "INVALID_API_KEY", "Forbidden");

    public static readonly SocketFault MissingToken =
        new(403, "MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");

    public static readonly SocketFault ExpiredToken =
        new(403, "EXPIRED_TOKEN", "The security token included in the request is expired");

    public static readonly SocketFault Throttled = new(429, "THROTTLED", "Too Many Requests");

    public static readonly SocketFault QuotaExceeded = new(429, "QUOTA_EXCEEDED", "Limit Exceeded");

    public static readonly SocketFault BadBody = new(400, "BAD_REQUEST_BODY", "Bad request body");

    public static readonly SocketFault UnsupportedMediaType =
        new(415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");

    public static readonly SocketFault ConfigurationError = new(500, "API_CONFIGURATION_ERROR", Failed);

    public static readonly SocketFault AuthorizerFailed = new(500, "AUTHORIZER_FAILURE", Failed);

    public static readonly SocketFault AuthorizerMisconfigured = new(500, "AUTHORIZER_CONFIGURATION_ERROR", Failed);

    /// <summary>502 where a handshake fails by it (§3.3, captured), although the type's documented status is 504.</summary>
    public static readonly SocketFault IntegrationFailed = new(502, "INTEGRATION_FAILURE", Failed);

    public static readonly SocketFault TimedOut = new(504, "INTEGRATION_TIMEOUT", "Endpoint request timed out");

    /// <summary>The gateway's own bug.</summary>
    public static readonly SocketFault Bug = new(500, "DEFAULT_5XX", Failed);

    public static SocketFault BadParameters(string message) => new(400, "BAD_REQUEST_PARAMETERS", message);

    public static SocketFault InvalidSignature(string message) => new(403, "INVALID_SIGNATURE", message);

    public bool IsServers => Status >= 500;
}

/// <summary>What a step came to: go on, or answer this fault.</summary>
/// <param name="Fault">The answer, or <see langword="null"/> to go on.</param>
/// <param name="Detail">The sentence of the log that says why; never sent to the client.</param>
internal readonly record struct EventResult(SocketFault? Fault, string? Detail = null)
{
    public static readonly EventResult Continue = new(null);

    public static implicit operator ValueTask<EventResult>(EventResult result) => new(result);
}
