using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.VpcLinks;

internal static class VpcLinkShape
{
    public static OperationOutput Output(VpcLinkV2Document link) =>
        OperationOutput.Of(link, ApiV2Json.Default.VpcLinkV2Document);

    public static async ValueTask<Versioned<VpcLinkV2Document>> FindAsync(
        ApiV2Store store, OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("VpcLinkId");
        return await store.Documents.FindAsync<VpcLinkV2Document>(call.Scope, id, cancellationToken)
            ?? throw ApiGatewayV2Faults.NoPart("VpcLink", id);
    }
}
