using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGatewayV2.ApiMappings;

/// <summary>What a mapping may be called and lead to (http-api §3.9). Texts without a source there are ours.</summary>
internal static class ApiMappingRules
{
    private const int MaxLength = 300;

    private const string Punctuation = "$-_.+!*'()";

    /// <summary>Absent, empty and <c>(none)</c> are the root mapping; other keys may have several segments.</summary>
    public static string CheckKey(string? key)
    {
        if (string.IsNullOrEmpty(key) || key == BasePathMappingDocument.None)
        {
            return BasePathMappingDocument.None;
        }

        if (key.Length > MaxLength)
        {
            throw ApiGatewayV2Faults.BadRequest($"API mapping key must not be longer than {MaxLength} characters");
        }

        return key.Split('/').All(static segment => segment.Length > 0 && segment.All(IsAllowed))
            ? key
            : throw ApiGatewayV2Faults.BadRequest(
                $"API mapping key must not start or end with a slash, and only allows letters, numbers and the characters "
                + $"{Punctuation}/");
    }

    /// <summary>An HTTP, a WebSocket or a REST API of the same account, and a stage of it.</summary>
    public static async ValueTask CheckTargetAsync(
        ApiV2Store store, DocumentScope scope, string apiId, string stage, CancellationToken cancellationToken)
    {
        var key = $"{apiId}/{stage}";
        var isThere = await store.Documents.FindAsync<ApiV2Document>(scope, apiId, cancellationToken) is not null
            ? await store.Documents.FindAsync<StageV2Document>(scope, key, cancellationToken) is not null
            : await store.Documents.FindAsync<RestApiDocument>(scope, apiId, cancellationToken) is not null
                ? await store.Documents.FindAsync<StageDocument>(scope, key, cancellationToken) is not null
                : throw ApiGatewayV2Faults.NoApi(scope.Account, apiId);
        if (!isThere)
        {
            throw ApiGatewayV2Faults.BadRequest("Invalid stage identifier specified");
        }
    }

    /// <summary>
    /// WebSocket APIs have a domain to themselves and keys of one segment (websocket-api §1.12). The texts are ours.
    /// </summary>
    /// <param name="store">Finds the APIs.</param>
    /// <param name="scope">Their account and region.</param>
    /// <param name="mapping">The mapping as it is to be.</param>
    /// <param name="others">The other mappings of its domain.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask CheckProtocolAsync(
        ApiV2Store store, DocumentScope scope, BasePathMappingDocument mapping,
        IEnumerable<Versioned<BasePathMappingDocument>> others, CancellationToken cancellationToken)
    {
        var isWebSocket = await IsWebSocketAsync(store, scope, mapping.RestApiId, cancellationToken);
        if (isWebSocket && IsMultiLevel(mapping.BasePath))
        {
            throw ApiGatewayV2Faults.BadRequest("API mapping key of a WebSocket API must not contain a slash");
        }

        foreach (var other in others)
        {
            if (await IsWebSocketAsync(store, scope, other.Value.RestApiId, cancellationToken) != isWebSocket)
            {
                throw ApiGatewayV2Faults.BadRequest(
                    "WebSocket APIs cannot be mapped on the same domain name as HTTP or REST APIs");
            }
        }
    }

    public static void CheckQuota(
        ImmutableArray<Versioned<BasePathMappingDocument>> mappings, string key, ApiV2Quotas quotas)
    {
        if (IsMultiLevel(key)
            && mappings.Count(static one => IsMultiLevel(one.Value.BasePath)) >= quotas.MultiLevelMappingsPerDomain)
        {
            throw ApiGatewayV2Faults.LimitExceeded("multi-level API mappings", "domain name");
        }
    }

    public static Exception AlreadyExists() =>
        ApiGatewayV2Faults.Conflict("ApiMapping key already exists for this domain name");

    private static async ValueTask<bool> IsWebSocketAsync(
        ApiV2Store store, DocumentScope scope, string apiId, CancellationToken cancellationToken) =>
        (await store.Documents.FindAsync<ApiV2Document>(scope, apiId, cancellationToken))?.Value.ProtocolType
            == ApiV2Document.WebSocket;

    private static bool IsMultiLevel(string key) => key.Contains('/', StringComparison.Ordinal);

    private static bool IsAllowed(char c) =>
        char.IsAsciiLetterOrDigit(c) || Punctuation.Contains(c, StringComparison.Ordinal);
}
