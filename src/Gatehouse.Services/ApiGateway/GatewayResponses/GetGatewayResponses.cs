using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.GatewayResponses;

/// <summary>Always all 21 types, whatever <c>limit</c> and <c>position</c> say (rest-control-plane §1.6).</summary>
internal sealed class GetGatewayResponses(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var customised = await GatewayResponseShape.ReadCustomisedAsync(api, cancellationToken);
        var items = GatewayResponseDefaults.All.Select(one => customised.TryGetValue(one.Type, out var own)
            ? GatewayResponseShape.Write(own, isDefault: false)
            : GatewayResponseShape.Write(GatewayResponseDefaults.Inherited(one.Type, customised), isDefault: true));
        return OperationOutput.Of(new JsonObject { ["items"] = new JsonArray([.. items]) });
    }
}
