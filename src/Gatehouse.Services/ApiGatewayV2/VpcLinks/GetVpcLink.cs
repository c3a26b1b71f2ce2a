using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.VpcLinks;

internal sealed class GetVpcLink(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        VpcLinkShape.Output((await VpcLinkShape.FindAsync(store, call, cancellationToken)).Value);
}
