using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.VpcLinks;

internal static class VpcLinkShape
{
    public static JsonObject Write(VpcLinkDocument link) =>
        JsonSerializer.SerializeToNode(link, BackendAccessJson.Default.VpcLinkDocument)!.AsObject();

    public static OperationOutput Output(VpcLinkDocument link) => OperationOutput.Of(Write(link));

    public static async ValueTask<Versioned<VpcLinkDocument>> FindAsync(
        RestApiStore store, OperationCall call, CancellationToken cancellationToken) =>
        await store.Documents.FindAsync<VpcLinkDocument>(
            call.Scope, call.Input.RequiredString("vpcLinkId"), cancellationToken)
        ?? throw ApiGatewayFaults.NoVpcLink();
}
