using System.Collections.Immutable;
using T = Gatehouse.Execution.Faults.GatewayResponseType;

namespace Gatehouse.Execution.Faults;

/// <summary>
/// How a built-in body is written. Bodies are byte-exact as observed (sheet §7.1, "NOTE byte-exactness").
/// </summary>
internal enum FaultBodyStyle
{
    /// <summary><c>{"message":"…"}</c>: raised before execution.</summary>
    Compact = 0,

    /// <summary><c>{"message": "…"}</c>: raised during execution.</summary>
    Spaced = 1,

    /// <summary><c>{"Message":"…"}</c>: authorization by policy only.</summary>
    CapitalMessage = 2,

    /// <summary><c>{"message":null}</c>.</summary>
    NullMessage = 3,

    /// <summary>The message alone, <c>text/plain</c>.</summary>
    PlainText = 4,
}

/// <summary>One row: what a type answers when nobody customised it.</summary>
internal sealed record GatewayResponseRow(
    T Type, string Name, int Status, string? ErrorType, string? Message, FaultBodyStyle Style);

/// <summary>
/// The one table of gateway responses: nobody else writes a status code. Source: sheet §7.1, with its evidence tags;
/// the error types marked there as unconfirmed are repeated here.
/// </summary>
internal static class GatewayResponseTable
{
    private const string InternalError = "InternalServerErrorException";
    private const string InternalMessage = "Internal server error";

    public static readonly ImmutableArray<GatewayResponseRow> Rows =
    [
        new(T.AccessDenied, "ACCESS_DENIED", 403, "AccessDeniedException",
            "User is not authorized to access this resource", FaultBodyStyle.CapitalMessage),
        new(T.ApiConfigurationError, "API_CONFIGURATION_ERROR", 500, InternalError, InternalMessage,
            FaultBodyStyle.Spaced),
        new(T.AuthorizerConfigurationError, "AUTHORIZER_CONFIGURATION_ERROR", 500, "AuthorizerConfigurationException",
            null, FaultBodyStyle.NullMessage),
        new(T.AuthorizerFailure, "AUTHORIZER_FAILURE", 500, "AuthorizerFailureException", // (unconfirmed)
            null, FaultBodyStyle.NullMessage),
        new(T.BadRequestBody, "BAD_REQUEST_BODY", 400, "BadRequestException", "Invalid request body",
            FaultBodyStyle.Spaced),
        new(T.BadRequestParameters, "BAD_REQUEST_PARAMETERS", 400, "BadRequestException",
            "Missing required request parameters: []", FaultBodyStyle.Spaced),
        new(T.Default4xx, "DEFAULT_4XX", 400, "BadRequestException", "Bad Request", FaultBodyStyle.Spaced),
        new(T.Default5xx, "DEFAULT_5XX", 500, InternalError, InternalMessage, FaultBodyStyle.Spaced),
        new(T.ExpiredToken, "EXPIRED_TOKEN", 403, "ExpiredTokenException",
            "The security token included in the request is expired", FaultBodyStyle.Compact),
        new(T.IntegrationFailure, "INTEGRATION_FAILURE", 504, InternalError,
            "Network error communicating with endpoint", FaultBodyStyle.Spaced),
        new(T.IntegrationTimeout, "INTEGRATION_TIMEOUT", 504, InternalError, "Endpoint request timed out",
            FaultBodyStyle.Spaced),
        new(T.InvalidApiKey, "INVALID_API_KEY", 403, "ForbiddenException", "Forbidden", FaultBodyStyle.Compact),
        new(T.InvalidSignature, "INVALID_SIGNATURE", 403, "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
            + "Access Key and signing method. Consult the service documentation for details.", FaultBodyStyle.Compact),
        new(T.MissingAuthenticationToken, "MISSING_AUTHENTICATION_TOKEN", 403, "MissingAuthenticationTokenException",
            "Missing Authentication Token", FaultBodyStyle.Compact),
        new(T.QuotaExceeded, "QUOTA_EXCEEDED", 429, "LimitExceededException", "Limit Exceeded", FaultBodyStyle.Compact),
        new(T.RequestTooLarge, "REQUEST_TOO_LARGE", 413, null, // sends plain text, no error type was captured
            "HTTP content length exceeded 10485760 bytes.", FaultBodyStyle.PlainText),
        new(T.ResourceNotFound, "RESOURCE_NOT_FOUND", 404, "ResourceNotFoundException", "Not Found",
            FaultBodyStyle.Compact),
        new(T.Throttled, "THROTTLED", 429, "TooManyRequestsException", "Too Many Requests", FaultBodyStyle.Compact),
        new(T.Unauthorized, "UNAUTHORIZED", 401, "UnauthorizedException", "Unauthorized", FaultBodyStyle.Compact),
        // The error type is not UnsupportedMediaTypeException (L).
        new(T.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", 415, "BadRequestException",
            "Unsupported Media Type", FaultBodyStyle.Spaced),
        new(T.WafFiltered, "WAF_FILTERED", 403, "ForbiddenException", "Forbidden", FaultBodyStyle.Compact),
    ];

    public static GatewayResponseRow Row(T type) => Rows[(int)type];

    /// <returns><see langword="null"/> for a name that AWS does not know.</returns>
    public static T? FindByName(string name)
    {
        foreach (var row in Rows)
        {
            if (row.Name.Equals(name, StringComparison.Ordinal))
            {
                return row.Type;
            }
        }

        return null;
    }

    /// <summary>DEFAULT_4XX or DEFAULT_5XX: what stands in for a type that nobody customised.</summary>
    public static T FallbackOf(T type) => Row(type).Status >= 500 ? T.Default5xx : T.Default4xx;
}
