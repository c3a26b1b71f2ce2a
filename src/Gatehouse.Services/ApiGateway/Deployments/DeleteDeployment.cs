using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Deployments;

/// <summary>Refused while a stage or its canary points here: 400, not 409 (rest-control-plane §1.9).</summary>
internal sealed class DeleteDeployment(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var id = call.Input.RequiredString("deploymentId");
        var deployment = await api.FindAsync<DeploymentDocument>(id, cancellationToken)
            ?? throw ApiGatewayFaults.NoDeployment();
        var stages = await api.ListAsync<StageDocument>(cancellationToken);
        if (stages.Any(stage => stage.Value.DeploymentId == id || stage.Value.CanarySettings?.DeploymentId == id))
        {
            throw ApiGatewayFaults.BadRequest("Active stages pointing to this deployment must be moved or deleted");
        }

        await api.CommitAsync(
            api.Edit().Delete(deployment).DeleteIfPresent<DeploymentSnapshotDocument>(deployment.Id),
            cancellationToken);
        return OperationOutput.Empty;
    }
}
