using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Methods;

internal sealed class GetMethod(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        MethodShape.Output((await store.OpenResourceAsync(call, cancellationToken)).Method(call));
}
