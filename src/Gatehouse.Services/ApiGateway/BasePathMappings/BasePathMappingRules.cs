using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.BasePathMappings;

/// <summary>What a base path mapping may be (rest-control-plane §1.8, §1.9, §2.22).</summary>
internal static class BasePathMappingRules
{
    private const int MaxLength = 300;

    private const string Punctuation = "$-_.+!*'()";

    /// <summary>Absent, empty and <c>(none)</c> are one.</summary>
    public static string CheckPath(string? path)
    {
        if (string.IsNullOrEmpty(path) || path == BasePathMappingDocument.None)
        {
            return BasePathMappingDocument.None;
        }

        if (path.Contains('/', StringComparison.Ordinal))
        {
            throw ApiGatewayFaults.BadRequest(
                "API Gateway V1 doesn't support the slash character (/) in base path mappings. "
                + "To create a multi-level base path mapping, use API Gateway V2.");
        }

        // The characters are unconfirmed, and so is the text.
        return path.Length <= MaxLength
            && path.All(c => char.IsAsciiLetterOrDigit(c) || Punctuation.Contains(c, StringComparison.Ordinal))
            ? path
            : throw ApiGatewayFaults.BadRequest(
                "Base path only allows letters, numbers and the characters " + Punctuation);
    }

    public static string? CheckStage(string? stage) =>
        string.IsNullOrEmpty(stage) || stage == BasePathMappingDocument.None ? null : stage;

    /// <summary>An unknown API or stage is a 400 here, not a 404.</summary>
    public static async ValueTask CheckTargetAsync(
        RestApiStore store, DocumentScope scope, BasePathMappingDocument mapping, CancellationToken cancellationToken)
    {
        var api = await store.FindAsync(scope, mapping.RestApiId, cancellationToken)
            ?? throw ApiGatewayFaults.BadRequest("Invalid REST API identifier specified");
        if (mapping.Stage is { } stage && await api.FindAsync<StageDocument>(stage, cancellationToken) is null)
        {
            throw ApiGatewayFaults.BadRequest("Invalid stage identifier specified");
        }
    }

    /// <summary>A domain of WebSocket APIs takes no other (websocket-api §1.12). The text is ours.</summary>
    public static async ValueTask CheckDomainAsync(
        RestApiStore store, DocumentScope scope, string domain, CancellationToken cancellationToken)
    {
        foreach (var other in await store.Documents.ListAsync<BasePathMappingDocument>(
            scope, domain + "/", cancellationToken))
        {
            var api = await store.Documents.FindAsync<ApiV2Document>(scope, other.Value.RestApiId, cancellationToken);
            if (api?.Value.ProtocolType == ApiV2Document.WebSocket)
            {
                throw ApiGatewayFaults.BadRequest(
                    "WebSocket APIs cannot be mapped on the same domain name as HTTP or REST APIs");
            }
        }
    }

    public static Exception AlreadyExists() =>
        ApiGatewayFaults.Conflict("Base path already exists for this domain name");
}
