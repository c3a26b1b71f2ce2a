using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.GatewayResponses;

internal sealed class GetGatewayResponse(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var type = call.Input.RequiredString("responseType");
        var customised = await GatewayResponseShape.ReadCustomisedAsync(api, cancellationToken);
        return OperationOutput.Of(customised.TryGetValue(type, out var own)
            ? GatewayResponseShape.Write(own, isDefault: false)
            : GatewayResponseShape.Write(GatewayResponseDefaults.Inherited(type, customised), isDefault: true));
    }
}
