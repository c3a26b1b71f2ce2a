using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.VpcLinks;

/// <summary>
/// Gone at once. Routes that lead through it answer 503 from then on, as with any link that is not available
/// (http-api §10).
/// </summary>
internal sealed class DeleteVpcLink(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var link = await VpcLinkShape.FindAsync(store, call, cancellationToken);
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Delete(link), cancellationToken);
        return OperationOutput.Empty;
    }
}
