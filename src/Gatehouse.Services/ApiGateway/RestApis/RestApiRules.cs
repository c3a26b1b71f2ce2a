using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>What holds for every API however it came to be: created, imported or cloned.</summary>
internal static class RestApiRules
{
    /// <summary>The tag that other local tools use to choose an API's id (design §6.8).</summary>
    private const string CustomIdTag = "_custom_id_";

    /// <summary>One DNS label (RFC 1035 §2.3.4): the id is the first label of the invoke host.</summary>
    private const int CustomIdLength = 63;

    public static void CheckCompression(int? size)
    {
        if (size is < 0 or > ApiGatewayLimits.MaxCompressionSize)
        {
            throw ApiGatewayFaults.BadRequest(
                "Invalid minimum compression size, must be between 0 and 10485760");
        }
    }

    /// <summary>The id that a new API gets: the caller's choice by tag, or a fresh one.</summary>
    public static async ValueTask<string> ChooseIdAsync(
        RestApiStore store,
        DocumentScope scope,
        IReadOnlyDictionary<string, string>? tags,
        CancellationToken cancellationToken)
    {
        if (tags is null || !tags.TryGetValue(CustomIdTag, out var id))
        {
            return store.NewApiId();
        }

        if (id.Length is 0 or > CustomIdLength || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw ApiGatewayFaults.BadRequest(
                $"The tag {CustomIdTag} must hold letters, digits and hyphens, at most {CustomIdLength}.");
        }

        return await store.FindAsync(scope, id, cancellationToken) is null
            && await store.Documents.FindAsync<ApiV2Document>(scope, id, cancellationToken) is null
            ? id
            : throw ApiGatewayFaults.Conflict($"An API with the identifier {id} already exists.");
    }

    /// <summary>Quotas count APIs by their endpoint type (§9).</summary>
    public static async ValueTask CheckQuotaAsync(
        RestApiStore store,
        RestApiQuotas quotas,
        DocumentScope scope,
        EndpointConfiguration endpoint,
        CancellationToken cancellationToken)
    {
        var type = endpoint.Types[0];
        var quota = type switch
        {
            EndpointRules.Edge => quotas.EdgeApis,
            EndpointRules.Private => quotas.PrivateApis,
            _ => quotas.RegionalApis,
        };
        var all = await store.Documents.ListAsync<RestApiDocument>(scope, "", cancellationToken);
        if (all.Count(api => api.Value.EndpointConfiguration.Types.Contains(type, StringComparer.Ordinal)) >= quota)
        {
            throw ApiGatewayFaults.ApisExceeded();
        }
    }
}
