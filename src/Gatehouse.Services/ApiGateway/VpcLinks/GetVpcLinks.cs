using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.VpcLinks;

internal sealed class GetVpcLinks(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var all = await store.Documents.ListAsync<VpcLinkDocument>(call.Scope, "", cancellationToken);
        return Page.Of(all, link => link.Id, link => VpcLinkShape.Write(link.Value), call.Input);
    }
}
