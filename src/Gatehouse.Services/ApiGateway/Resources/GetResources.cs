using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Resources;

internal sealed class GetResources(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var tree = await api.ReadTreeAsync(cancellationToken);
        var withMethods = ResourceShape.AsksForMethods(call.Input);
        return Page.OfOrdered(
            tree.After,
            resource => resource.Value.Id,
            resource => ResourceShape.Write(tree, resource.Value, withMethods),
            call.Input);
    }
}
