using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.ApiGatewayV2.Deployments;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

/// <summary>
/// One that a domain leads to stays, with version 1's words (unconfirmed, http-api §3.7). Its automatic deployment goes
/// with it unless another stage serves it.
/// </summary>
internal sealed class DeleteStage(ApiV2Store store, RestApiStore restApis) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stage = await api.StageAsync(call, cancellationToken);
        var name = stage.Value.StageName;
        if (await DomainNameStore.DomainsOfAsync(restApis, call.Scope, api.Id, name, cancellationToken)
            is { Count: > 0 } domains)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Deleting stage {name} failed. Please remove all base path mappings related to the stage in your "
                + $"domains: {string.Join(", ", domains)}");
        }

        var batch = api.Edit().Delete(stage).DeleteIfPresent<StageCacheEditionV2Document>(stage.Id);
        var stages = await api.ListAsync<StageV2Document>(cancellationToken);
        if (stage.Value.DeploymentId is { } deployment
            && !stages.Any(other => other.Id != stage.Id && other.Value.DeploymentId == deployment))
        {
            await AutomaticDeployment.RemoveAsync(api, batch, [deployment], cancellationToken);
        }

        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
