using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Resources;

/// <summary>Deletes a resource with everything below it, silently (rest-control-plane §3.1).</summary>
internal sealed class DeleteResource(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        if (opened.Resource.Value.ParentId is null)
        {
            // The text is unconfirmed (§1.9).
            throw ApiGatewayFaults.BadRequest("Root resource cannot be deleted");
        }

        var tree = await opened.Api.ReadTreeAsync(cancellationToken);
        var batch = opened.Api.Edit();
        foreach (var resource in tree.Subtree(opened.Resource))
        {
            batch.DeleteIfPresent<ResourceDocument>(resource.Id);
        }

        await opened.Api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
