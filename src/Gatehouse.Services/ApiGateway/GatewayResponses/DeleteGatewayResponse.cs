using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.GatewayResponses;

/// <summary>Reverts to the default; there must be something to revert (rest-control-plane §2.10).</summary>
internal sealed class DeleteGatewayResponse(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var response = await api.FindAsync<GatewayResponseDocument>(
            call.Input.RequiredString("responseType"), cancellationToken)
            ?? throw ApiGatewayFaults.NotFound("Gateway response type not defined on api");
        await api.CommitAsync(api.Edit().Delete(response), cancellationToken);
        return OperationOutput.Empty;
    }
}
