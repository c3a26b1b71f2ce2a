using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.VpcLinks;

/// <summary>Only the name changes.</summary>
internal sealed class UpdateVpcLink(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var before = await VpcLinkShape.FindAsync(store, call, cancellationToken);
        var after = before.Value with { Name = call.Input.FindString("Name") ?? before.Value.Name };
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Replace(before, after), cancellationToken);
        return VpcLinkShape.Output(after);
    }
}
