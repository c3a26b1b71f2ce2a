using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.BasePathMappings;

internal sealed class CreateBasePathMapping(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameStore.FindAsync(store, call, cancellationToken);
        var mapping = new BasePathMappingDocument
        {
            BasePath = BasePathMappingRules.CheckPath(call.Input.FindString("basePath")),
            RestApiId = call.Input.RequiredString("restApiId"),
            Stage = BasePathMappingRules.CheckStage(call.Input.FindString("stage")),
            ApiMappingId = store.NewPartId(),
        };
        if (domain.Value.RoutingMode == DomainNameRules.RulesOnly)
        {
            // The text is unconfirmed (rest-control-plane §2.22).
            throw ApiGatewayFaults.BadRequest("Base path mappings cannot be created for a domain name with routing mode ROUTING_RULE_ONLY");
        }

        await BasePathMappingRules.CheckTargetAsync(store, call.Scope, mapping, cancellationToken);
        await BasePathMappingRules.CheckDomainAsync(store, call.Scope, domain.Id, cancellationToken);
        var id = $"{domain.Id}/{mapping.BasePath}";
        if (await store.Documents.FindAsync<BasePathMappingDocument>(call.Scope, id, cancellationToken) is not null)
        {
            throw BasePathMappingRules.AlreadyExists();
        }

        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Expect(domain).Create(id, mapping), cancellationToken);
        return BasePathMappingShape.Output(mapping);
    }
}
