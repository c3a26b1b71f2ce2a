using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.BasePathMappings;

internal sealed class GetBasePathMapping(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        BasePathMappingShape.Output((await BasePathMappingShape.FindAsync(store, call, cancellationToken)).Value);
}
