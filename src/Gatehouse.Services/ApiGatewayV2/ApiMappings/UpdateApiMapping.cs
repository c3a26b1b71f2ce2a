using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.ApiMappings;

/// <summary>Renames a mapping or leads it elsewhere; it keeps its id.</summary>
internal sealed class UpdateApiMapping(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (domain, before) = await ApiMappingShape.FindAsync(store, call, cancellationToken);
        var stage = call.Input.FindString("Stage") ?? before.Value.Stage;
        var after = before.Value with
        {
            BasePath = call.Input.Has("ApiMappingKey")
                ? ApiMappingRules.CheckKey(call.Input.FindString("ApiMappingKey"))
                : before.Value.BasePath,
            RestApiId = call.Input.RequiredString("ApiId"),
            Stage = stage,
            ApiMappingId = before.Value.MappingId(),
        };
        await ApiMappingRules.CheckTargetAsync(
            store, call.Scope, after.RestApiId, stage ?? string.Empty, cancellationToken);
        var mappings = await DomainNameV2Store.MappingsAsync(store, call.Scope, domain.Id, cancellationToken);
        await ApiMappingRules.CheckProtocolAsync(
            store, call.Scope, after, mappings.Where(other => other.Id != before.Id), cancellationToken);
        var batch = new DocumentBatch(call.Scope).Expect(domain);
        if (after.BasePath == before.Value.BasePath)
        {
            batch.Replace(before, after);
        }
        else
        {
            var id = $"{domain.Id}/{after.BasePath}";
            if (mappings.Any(other => other.Id == id))
            {
                throw ApiMappingRules.AlreadyExists();
            }

            ApiMappingRules.CheckQuota(mappings.Remove(before), after.BasePath, quotas);
            batch.Delete(before).Create(id, after);
        }

        await store.Documents.CommitAsync(batch, cancellationToken);
        return ApiMappingShape.Output(after);
    }
}
