using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.VpcLinks;

internal sealed class GetVpcLink(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        VpcLinkShape.Output((await VpcLinkShape.FindAsync(store, call, cancellationToken)).Value);
}
