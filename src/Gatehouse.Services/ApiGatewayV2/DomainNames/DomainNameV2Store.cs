using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.DomainNames;

/// <summary>Finds custom domains and what hangs on them. Both versions of the API see the same ones.</summary>
internal static class DomainNameV2Store
{
    /// <summary>A private domain is found by its id only, and only routing rules name one (http-api §3.11).</summary>
    public static async ValueTask<Versioned<DomainNameDocument>> FindAsync(
        ApiV2Store store, OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("DomainName").ToLowerInvariant();
        var id = InputMembers.Empty(call.Input.FindString("DomainNameId"));
        return await store.Documents.FindAsync<DomainNameDocument>(
            call.Scope, DomainNameDocument.KeyOf(name, id), cancellationToken)
            ?? throw ApiGatewayV2Faults.NoDomain();
    }

    public static ValueTask<ImmutableArray<Versioned<BasePathMappingDocument>>> MappingsAsync(
        ApiV2Store store, DocumentScope scope, string domainKey, CancellationToken cancellationToken) =>
        store.Documents.ListAsync<BasePathMappingDocument>(scope, domainKey + "/", cancellationToken);

    public static ValueTask<ImmutableArray<Versioned<RoutingRuleDocument>>> RulesAsync(
        ApiV2Store store, DocumentScope scope, string domainKey, CancellationToken cancellationToken) =>
        store.Documents.ListAsync<RoutingRuleDocument>(scope, domainKey + "/", cancellationToken);
}
