using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNames;

/// <summary>Finds custom domains and what hangs on them.</summary>
internal static class DomainNameStore
{
    /// <summary>
    /// The domain that the call names. A private one is found by its id only (rest-control-plane §2.21).
    /// </summary>
    public static async ValueTask<Versioned<DomainNameDocument>> FindAsync(
        RestApiStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("domainName").ToLowerInvariant();
        var id = call.Input.FindString("domainNameId");
        return await store.Documents.FindAsync<DomainNameDocument>(
            call.Scope, DomainNameDocument.KeyOf(name, string.IsNullOrEmpty(id) ? null : id), cancellationToken)
            ?? throw NotFound();
    }

    public static ValueTask<ImmutableArray<Versioned<BasePathMappingDocument>>> MappingsAsync(
        RestApiStore store, DocumentScope scope, string domainKey, CancellationToken cancellationToken) =>
        store.Documents.ListAsync<BasePathMappingDocument>(scope, domainKey + "/", cancellationToken);

    /// <summary>
    /// The domains of the account whose mappings lead to an API, or to one stage of it: they keep both from being
    /// deleted (rest-control-plane §3.1).
    /// </summary>
    public static async ValueTask<List<string>> DomainsOfAsync(
        RestApiStore store, DocumentScope scope, string apiId, string? stage, CancellationToken cancellationToken)
    {
        var domains = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var mapping in await store.Documents.ListAsync<BasePathMappingDocument>(scope, "", cancellationToken))
        {
            if (mapping.Value.RestApiId == apiId && (stage is null || mapping.Value.Stage == stage))
            {
                var key = mapping.Id[..mapping.Id.IndexOf('/', StringComparison.Ordinal)];
                domains.Add(key.Split('+')[0]);
            }
        }

        return [.. domains];
    }

    public static Exception NotFound() => ApiGatewayFaults.NotFound("Invalid domain name identifier specified");
}
