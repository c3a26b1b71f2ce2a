using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>What an HTTP API may be, however it came to be (http-api §3.1).</summary>
internal static class ApiRules
{
    public const string RouteSelection = "$request.method $request.path";

    public const string ApiKeySelection = "$request.header.x-api-key";

    private const string BracedRouteSelection = "${request.method} ${request.path}";

    /// <summary>The tag that other local tools use to choose an API's id (design §6.8).</summary>
    private const string CustomIdTag = "_custom_id_";

    /// <summary>One DNS label (RFC 1035 §2.3.4): the id is the first label of the invoke host.</summary>
    private const int CustomIdLength = 63;

    /// <summary>Both spellings say the same and are given back as sent; the text of WebSocket APIs.</summary>
    public static string CheckRouteSelection(string? expression) => expression switch
    {
        null or "" => RouteSelection,
        RouteSelection or BracedRouteSelection => expression,
        _ => throw ApiGatewayV2Faults.BadRequest("Invalid routeSelectionExpression"),
    };

    /// <summary>The two values that the guide names; the text is ours.</summary>
    public static string CheckApiKeySelection(string? expression) => expression switch
    {
        null or "" => ApiKeySelection,
        ApiKeySelection or "$context.authorizer.usageIdentifierKey" => expression,
        "${request.header.x-api-key}" or "${context.authorizer.usageIdentifierKey}" => expression,
        _ => throw ApiGatewayV2Faults.BadRequest("Invalid apiKeySelectionExpression"),
    };

    public static void RefuseSchemaValidation(bool? disable)
    {
        if (disable == true)
        {
            throw ApiGatewayV2Faults.NotOnHttp("Schema validation is");
        }
    }

    /// <summary>The id that a new API gets: the caller's choice by tag, or a fresh one. REST APIs share the ids.</summary>
    public static async ValueTask<string> ChooseIdAsync(
        ApiV2Store store, DocumentScope scope, IReadOnlyDictionary<string, string>? tags,
        CancellationToken cancellationToken)
    {
        if (tags is null || !tags.TryGetValue(CustomIdTag, out var id))
        {
            return store.NewApiId();
        }

        if (id.Length is 0 or > CustomIdLength || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"The tag {CustomIdTag} must hold letters, digits and hyphens, at most {CustomIdLength}.");
        }

        return await store.Documents.FindAsync<ApiV2Document>(scope, id, cancellationToken) is null
            && await store.Documents.FindAsync<RestApiDocument>(scope, id, cancellationToken) is null
            ? id
            : throw ApiGatewayV2Faults.Conflict($"An API with the identifier {id} already exists.");
    }

    /// <summary>HTTP APIs are regional ones (http-api §6.7).</summary>
    public static async ValueTask CheckQuotaAsync(
        ApiV2Store store, RestApiQuotas quotas, DocumentScope scope, CancellationToken cancellationToken)
    {
        var all = await store.Documents.ListAsync<ApiV2Document>(scope, "", cancellationToken);
        if (all.Length >= quotas.RegionalApis)
        {
            throw ApiGatewayV2Faults.LimitExceeded("APIs", "account");
        }
    }
}
