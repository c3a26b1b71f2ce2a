using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Integrations;

internal sealed class GetIntegration(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        IntegrationShape.Output((await store.OpenResourceAsync(call, cancellationToken)).Integration(call));
}
