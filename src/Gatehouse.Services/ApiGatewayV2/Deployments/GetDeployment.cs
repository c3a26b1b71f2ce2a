using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Deployments;

internal sealed class GetDeployment(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var deployment = await api.DeploymentAsync(call.Input.RequiredString("DeploymentId"), cancellationToken);
        return OperationOutput.Of(deployment.Value, ApiV2Json.Default.DeploymentV2Document);
    }
}
