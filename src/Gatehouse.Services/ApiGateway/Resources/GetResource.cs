using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Resources;

internal sealed class GetResource(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceAsync(call, cancellationToken);
        var tree = await opened.Api.ReadTreeAsync(cancellationToken);
        return ResourceShape.Output(tree, opened.Resource.Value, ResourceShape.AsksForMethods(call.Input));
    }
}
