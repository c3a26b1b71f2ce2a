namespace Gatehouse.Execution.Faults;

/// <summary>
/// The 21 gateway responses (sheet §7.1). The order is AWS's own; values index tables and are never stored.
/// </summary>
internal enum GatewayResponseType
{
    AccessDenied = 0,
    ApiConfigurationError = 1,
    AuthorizerConfigurationError = 2,
    AuthorizerFailure = 3,
    BadRequestBody = 4,
    BadRequestParameters = 5,
    Default4xx = 6,
    Default5xx = 7,
    ExpiredToken = 8,
    IntegrationFailure = 9,
    IntegrationTimeout = 10,
    InvalidApiKey = 11,
    InvalidSignature = 12,
    MissingAuthenticationToken = 13,
    QuotaExceeded = 14,
    RequestTooLarge = 15,
    ResourceNotFound = 16,
    Throttled = 17,
    Unauthorized = 18,
    UnsupportedMediaType = 19,
    WafFiltered = 20,
}
