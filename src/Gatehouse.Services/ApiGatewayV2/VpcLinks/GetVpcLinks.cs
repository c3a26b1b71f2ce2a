using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.VpcLinks;

/// <summary>Those of version 2; version 1 has its own.</summary>
internal sealed class GetVpcLinks(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var links = await store.Documents.ListAsync<VpcLinkV2Document>(call.Scope, "", cancellationToken);
        return PageV2.Of(
            links.Select(static link => link.Value),
            static link => link.VpcLinkId,
            ApiV2Json.Default.VpcLinkV2Document,
            call.Input);
    }
}
