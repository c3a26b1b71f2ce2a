using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Deployments;

internal sealed class GetDeployments(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var deployments = await api.ListAsync<DeploymentV2Document>(cancellationToken);
        return PageV2.Of(
            deployments.Select(static one => one.Value),
            static one => one.DeploymentId,
            ApiV2Json.Default.DeploymentV2Document,
            call.Input);
    }
}
