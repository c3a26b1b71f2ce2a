using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Deployments;

/// <summary>One that a stage points at stays, with version 1's text (unconfirmed, http-api §3.6).</summary>
internal sealed class DeleteDeployment(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var deployment = await api.DeploymentAsync(call.Input.RequiredString("DeploymentId"), cancellationToken);
        var stages = await api.ListAsync<StageV2Document>(cancellationToken);
        if (stages.Any(stage => stage.Value.DeploymentId == deployment.Value.DeploymentId))
        {
            throw ApiGatewayV2Faults.BadRequest("Active stages pointing to this deployment must be moved or deleted");
        }

        await api.CommitAsync(
            api.Edit().Delete(deployment).DeleteIfPresent<DeploymentSnapshotV2Document>(deployment.Id),
            cancellationToken);
        return OperationOutput.Empty;
    }
}
