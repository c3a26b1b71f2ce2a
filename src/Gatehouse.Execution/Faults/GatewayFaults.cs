using System.Security.Cryptography;
using System.Text;
using T = Gatehouse.Execution.Faults.GatewayResponseType;

namespace Gatehouse.Execution.Faults;

/// <summary>The faults that steps return. Made once where the text does not depend on the request.</summary>
internal static class GatewayFaults
{
    public static readonly GatewayFault AccessDenied = GatewayFault.Of(T.AccessDenied);
    public static readonly GatewayFault ApiConfigurationError = GatewayFault.Of(T.ApiConfigurationError);
    public static readonly GatewayFault AuthorizerConfigurationError = GatewayFault.Of(T.AuthorizerConfigurationError);
    /// <summary>An address that does not lead to the API (security §0, step 2).</summary>
    public static readonly GatewayFault Forbidden = GatewayFault.Untyped(
        403, "ForbiddenException", "Forbidden", FaultBodyStyle.Compact);

    public static readonly GatewayFault IntegrationFailure = GatewayFault.Of(T.IntegrationFailure);
    public static readonly GatewayFault IntegrationTimeout = GatewayFault.Of(T.IntegrationTimeout);
    public static readonly GatewayFault InternalError = GatewayFault.Of(T.Default5xx);
    public static readonly GatewayFault InvalidApiKey = GatewayFault.Of(T.InvalidApiKey);
    public static readonly GatewayFault MissingAuthenticationToken = GatewayFault.Of(T.MissingAuthenticationToken);
    public static readonly GatewayFault QuotaExceeded = GatewayFault.Of(T.QuotaExceeded);
    public static readonly GatewayFault RequestTooLarge = GatewayFault.Of(T.RequestTooLarge);
    public static readonly GatewayFault Throttled = GatewayFault.Of(T.Throttled);
    public static readonly GatewayFault Unauthorized = GatewayFault.Of(T.Unauthorized);
    public static readonly GatewayFault UnsupportedMediaType = GatewayFault.Of(T.UnsupportedMediaType);
    public static readonly GatewayFault WafFiltered = GatewayFault.Of(T.WafFiltered);

    /// <summary>A function that answered outside its contract: 502 under DEFAULT_5XX (sheet §5.12).</summary>
    public static readonly GatewayFault MalformedFunctionResponse = GatewayFault.Untyped(
        502, "InternalServerErrorException", "Internal server error", FaultBodyStyle.Spaced);

    /// <summary>A key that nobody has issued (sheet §7.1, untyped IAM errors).</summary>
    public static readonly GatewayFault UnrecognizedClient = GatewayFault.Untyped(
        403, "UnrecognizedClientException", "The security token included in the request is invalid.",
        FaultBodyStyle.Compact);

    /// <summary>A mapping that needs JSON met a body that is not (sheet §5.4).</summary>
    public static readonly GatewayFault InvalidJsonBody = GatewayFault.Untyped(
        400, "BadRequestException", "Invalid JSON in request body", FaultBodyStyle.Spaced);

    /// <summary>
    /// A target or a header that no rule can read, such as a percent sign without two hex digits (sheet §1.3; body
    /// unconfirmed).
    /// </summary>
    public static readonly GatewayFault MalformedTarget = GatewayFault.Untyped(
        400, "BadRequestException", "Bad Request", FaultBodyStyle.Compact);

    /// <summary>The body of both is unconfirmed (sheet §15), and so is an error type: none is sent.</summary>
    public static readonly GatewayFault UriTooLong = GatewayFault.Untyped(
        414, null, "Request URI Too Long", FaultBodyStyle.Spaced);

    public static readonly GatewayFault HeadersTooLarge = GatewayFault.Untyped(
        431, null, "Request Header Fields Too Large", FaultBodyStyle.Spaced);

    /// <summary>A template asked for JSON and the body is none (sheet §6.3; the detail's wording is ours).</summary>
    public static GatewayFault UnparseableBody(string detail) => GatewayFault.Untyped(
        400, "BadRequestException", "Could not parse request body into json: " + detail, FaultBodyStyle.Spaced);

    /// <summary>A method ARN over the limit (sheet §15; the text is the guide's).</summary>
    public static readonly GatewayFault MethodArnTooLong = GatewayFault.Untyped(
        414, null, "Request URI too long", FaultBodyStyle.Spaced);

    /// <summary>The 413 with the operator's limit in its text.</summary>
    public static GatewayFault TooLarge(int maxBytes) => maxBytes == ExecutionLimits.BodyBytes
        ? RequestTooLarge
        : GatewayFault.WithMessage(T.RequestTooLarge, $"HTTP content length exceeded {maxBytes} bytes.");

    /// <summary>A body that its model refuses; what is wrong stays in the log and the context (sheet §4.2).</summary>
    public static GatewayFault InvalidBody(string validationErrors) => GatewayFault.WithMessage(
        T.BadRequestBody, "Invalid request body", validationErrors);

    /// <param name="names">Already in AWS's order.</param>
    public static GatewayFault MissingParameters(IEnumerable<string> names) => GatewayFault.WithMessage(
        T.BadRequestParameters, $"Missing required request parameters: [{string.Join(", ", names)}]");

    /// <summary>The answer of a policy that does not allow (sheet §7.1, ACCESS_DENIED).</summary>
    public static GatewayFault NotAuthorized(string message) => GatewayFault.WithMessage(T.AccessDenied, message);

    /// <summary>
    /// What a call gets whose path matches nothing while it carries an Authorization header: SigV4 parsing comes first,
    /// and most such headers are no signatures (sheet §2).
    /// </summary>
    /// <param name="authorization">The header; empty without one.</param>
    /// <param name="isDated">The request has an X-Amz-Date or a Date.</param>
    public static GatewayFault ForUnmatched(string authorization, bool isDated)
    {
        if (authorization.Length == 0)
        {
            return MissingAuthenticationToken;
        }

        if (!authorization.StartsWith("AWS4-HMAC-SHA256", StringComparison.Ordinal))
        {
            var space = authorization.IndexOf(' ', StringComparison.Ordinal);
            var pairs = space < 0 ? authorization : authorization[(space + 1)..];
            // What is hashed is not documented; the value after the scheme is what the older wording printed first.
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(pairs)));
            return IncompleteSignature(
                "Invalid key=value pair (missing equal-sign) in Authorization header "
                + $"(hashed with SHA-256 and encoded with Base64): '{hash}'.");
        }

        var text = new StringBuilder();
        foreach (var part in (ReadOnlySpan<string>)["Credential", "Signature", "SignedHeaders"])
        {
            if (!authorization.Contains(part + "=", StringComparison.Ordinal))
            {
                text.Append("Authorization header requires '").Append(part).Append("' parameter. ");
            }
        }

        if (!isDated)
        {
            text.Append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }

        return text.Length == 0
            ? MissingAuthenticationToken
            : IncompleteSignature(text.Append("Authorization=").Append(authorization).ToString());
    }

    private static GatewayFault IncompleteSignature(string message) =>
        GatewayFault.Untyped(403, "IncompleteSignatureException", message, FaultBodyStyle.Compact);
}
