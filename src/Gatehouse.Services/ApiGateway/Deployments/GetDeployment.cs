using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Deployments;

internal sealed class GetDeployment(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var id = call.Input.RequiredString("deploymentId");
        var deployment = await api.FindAsync<DeploymentDocument>(id, cancellationToken)
            ?? throw ApiGatewayFaults.NoDeployment();
        var members = DeploymentShape.Write(deployment.Value);
        if (DeploymentShape.AsksForSummary(call.Input))
        {
            members["apiSummary"] = await DeploymentShape.SummarizeAsync(api, id, cancellationToken);
        }

        return OperationOutput.Of(members);
    }
}
