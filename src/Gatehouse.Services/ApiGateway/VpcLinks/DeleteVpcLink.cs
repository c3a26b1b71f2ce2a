using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.VpcLinks;

/// <summary>
/// Refused while an integration uses the link, also one that only a deployed snapshot still holds
/// (rest-control-plane §2.16). Gone at once, where AWS shows DELETING for a while.
/// </summary>
internal sealed class DeleteVpcLink(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var link = await VpcLinkShape.FindAsync(store, call, cancellationToken);
        var uses = await VpcLinkUses.FindAsync(store, call.Scope, link.Id, cancellationToken);
        if (uses.Count > 0)
        {
            throw ApiGatewayFaults.BadRequest(
                $"Cannot delete vpc link. Vpc link '{link.Id}', is referenced in [{string.Join(", ", uses)}] "
                + "in format of [RESTApiId:Method:Resource:Stage].");
        }

        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Delete(link), cancellationToken);
        return OperationOutput.Empty;
    }
}
