using System.Collections.Frozen;
using Gatehouse.Wire.Protocols;

namespace Gatehouse.Services.ApiGateway;

/// <summary>
/// How the two API Gateway services speak beside their contracts (rest-control-plane §1.5, §1.7, §2.10).
/// </summary>
internal static class ApiGatewayDialect
{
    public static readonly WireDialect V1 = new()
    {
        ToleratesTextBooleans = true,
        MapsWithNulls = FrozenSet.Create(StringComparer.Ordinal, "requestTemplates", "responseTemplates"),
        QualifiesBodyMembers = true,
        LongestText = ApiGatewayLimits.TextLength,
        LongTexts = FrozenSet.Create(
            StringComparer.Ordinal,
            "schema",
            "properties",
            "requestTemplates",
            "responseTemplates",
            "value", // of a patch: any of the others
            "body"), // of a test
        EnumTexts = new Dictionary<string, string>
        {
            ["Op"] = "add, remove, move, test, replace, copy",
            ["IntegrationType"] = "HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS",
            ["EndpointType"] = "PRIVATE, EDGE, REGIONAL",
            ["IpAddressType"] = "ipv4, dualstack",
            ["GatewayResponseType"] =
                "REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, MISSING_AUTHENTICATION_TOKEN, "
                + "BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, "
                + "UNAUTHORIZED, INTEGRATION_TIMEOUT, ACCESS_DENIED, DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, "
                + "QUOTA_EXCEEDED, THROTTLED, API_CONFIGURATION_ERROR, UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, "
                + "EXPIRED_TOKEN",
            ["DocumentationPartType"] =
                "RESPONSE_BODY, RESPONSE, METHOD, MODEL, AUTHORIZER, RESPONSE_HEADER, RESOURCE, PATH_PARAMETER, "
                + "REQUEST_BODY, QUERY_PARAMETER, API, REQUEST_HEADER",
        }.ToFrozenDictionary(StringComparer.Ordinal),
        Constraints =
        [
            new("statusCode", IsStatusCode, @"Member must satisfy regular expression pattern: [1-5]\d\d") { Outside = "location" },
            // Terraform names every place of a location, those that its type does not have as empty texts.
            new("statusCode", static text => text == "*" || string.IsNullOrWhiteSpace(text) || IsStatusCode(text),
                @"Member must satisfy regular expression pattern: ^([1-5]\d\d|\*|\s*)$") { Within = "location" },
        ],
    };

    public static readonly WireDialect V2 = new() { ToleratesTextBooleans = true, RefusesPlainly = true };

    private static bool IsStatusCode(string text) =>
        text.Length == 3 && text[0] is >= '1' and <= '5' && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2]);
}
