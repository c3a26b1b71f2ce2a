using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Deployments;

/// <summary>Only the description changes; what was frozen never does.</summary>
internal sealed class UpdateDeployment(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var before = await api.DeploymentAsync(call.Input.RequiredString("DeploymentId"), cancellationToken);
        var after = before.Value with { Description = call.Input.Text("Description", before.Value.Description) };
        await api.CommitAsync(api.Edit().Replace(before, after), cancellationToken);
        return OperationOutput.Of(after, ApiV2Json.Default.DeploymentV2Document);
    }
}
