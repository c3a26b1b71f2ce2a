using System.Collections.Immutable;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.GatewayResponses;

/// <summary>The 21 response types with what each says until it is customised (rest-control-plane §2.10).</summary>
internal static class GatewayResponseDefaults
{
    private const string ClientErrors = "DEFAULT_4XX";
    private const string ServerErrors = "DEFAULT_5XX";

    private static readonly ImmutableSortedDictionary<string, string> Templates =
        ImmutableSortedDictionary.CreateRange<string, string>(
            StringComparer.Ordinal,
            [new("application/json", "{\"message\":$context.error.messageString}")]);

    /// <summary>In the order that AWS prints and lists them; the two defaults have no status.</summary>
    public static readonly ImmutableArray<(string Type, string? Status)> All =
    [
        ("REQUEST_TOO_LARGE", "413"), ("RESOURCE_NOT_FOUND", "404"), ("AUTHORIZER_CONFIGURATION_ERROR", "500"),
        ("MISSING_AUTHENTICATION_TOKEN", "403"), ("BAD_REQUEST_BODY", "400"), ("INVALID_SIGNATURE", "403"),
        ("INVALID_API_KEY", "403"), ("BAD_REQUEST_PARAMETERS", "400"), ("AUTHORIZER_FAILURE", "500"),
        ("UNAUTHORIZED", "401"), ("INTEGRATION_TIMEOUT", "504"), ("ACCESS_DENIED", "403"), (ClientErrors, null),
        (ServerErrors, null), ("WAF_FILTERED", "403"), ("QUOTA_EXCEEDED", "429"), ("THROTTLED", "429"),
        ("API_CONFIGURATION_ERROR", "500"), ("UNSUPPORTED_MEDIA_TYPE", "415"), ("INTEGRATION_FAILURE", "504"),
        ("EXPIRED_TOKEN", "403"),
    ];

    /// <summary>What an uncustomised type says by itself.</summary>
    public static GatewayResponseDocument Of(string type) => new()
    {
        ResponseType = type,
        StatusCode = StatusOf(type),
        ResponseParameters = ImmutableSortedDictionary<string, string>.Empty,
        ResponseTemplates = Templates,
    };

    /// <summary>
    /// What a type says now when it is not customised: it inherits from a customised default of its class.
    /// </summary>
    /// <param name="type">A type without a document of its own.</param>
    /// <param name="customised">The API's customised responses by type.</param>
    public static GatewayResponseDocument Inherited(
        string type, IReadOnlyDictionary<string, GatewayResponseDocument> customised)
    {
        var own = Of(type);
        if (own.StatusCode is null || !customised.TryGetValue(ParentOf(own.StatusCode), out var parent))
        {
            return own;
        }

        return own with
        {
            StatusCode = parent.StatusCode ?? own.StatusCode,
            ResponseParameters = parent.ResponseParameters,
            ResponseTemplates = parent.ResponseTemplates,
        };
    }

    private static string? StatusOf(string type) => All.First(one => one.Type == type).Status;

    private static string ParentOf(string status) => status[0] == '4' ? ClientErrors : ServerErrors;
}
