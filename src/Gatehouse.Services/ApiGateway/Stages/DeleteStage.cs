using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>The deployment stays (rest-control-plane §3.1).</summary>
internal sealed class DeleteStage(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stage = await StageShape.FindAsync(api, call, cancellationToken);
        var name = stage.Value.StageName;
        if (await DomainNameStore.DomainsOfAsync(store, call.Scope, api.Id, name, cancellationToken)
            is { Count: > 0 } domains)
        {
            throw ApiGatewayFaults.BadRequest(
                $"Deleting stage {name} failed. Please remove all base path mappings related to the stage in your "
                + $"domains: {string.Join(", ", domains)}");
        }

        var batch = api.Edit().Delete(stage).DeleteIfPresent<StageCacheEditionDocument>(stage.Id);
        await StageDetachment.AddAsync(batch, store.Documents, api.Id, stage.Value.StageName, cancellationToken);
        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
