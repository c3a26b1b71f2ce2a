using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.ApiGatewayV2.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.ApiMappings;

internal sealed class CreateApiMapping(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameV2Store.FindAsync(store, call, cancellationToken);
        var mapping = new BasePathMappingDocument
        {
            BasePath = ApiMappingRules.CheckKey(call.Input.FindString("ApiMappingKey")),
            RestApiId = call.Input.RequiredString("ApiId"),
            Stage = call.Input.RequiredString("Stage"),
            ApiMappingId = store.NewPartId(),
        };
        if (domain.Value.RoutingMode == DomainNameRules.RulesOnly)
        {
            // The text is unconfirmed, as in version 1.
            throw ApiGatewayV2Faults.BadRequest(
                "API mappings cannot be created for a domain name with routing mode ROUTING_RULE_ONLY");
        }

        await ApiMappingRules.CheckTargetAsync(store, call.Scope, mapping.RestApiId, mapping.Stage, cancellationToken);
        var mappings = await DomainNameV2Store.MappingsAsync(store, call.Scope, domain.Id, cancellationToken);
        var id = $"{domain.Id}/{mapping.BasePath}";
        if (mappings.Any(other => other.Id == id))
        {
            throw ApiMappingRules.AlreadyExists();
        }

        await ApiMappingRules.CheckProtocolAsync(store, call.Scope, mapping, mappings, cancellationToken);
        ApiMappingRules.CheckQuota(mappings, mapping.BasePath, quotas);
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Expect(domain).Create(id, mapping), cancellationToken);
        return ApiMappingShape.Output(mapping);
    }
}
