using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.IntegrationResponses;

internal sealed class GetIntegrationResponse(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenAsync(call, cancellationToken)).OnlyWebSocket(IntegrationResponseInput.What);
        var response = await IntegrationResponseInput.FindAsync(api, call, cancellationToken);
        return OperationOutput.Of(response.Value, ApiV2Json.Default.IntegrationResponseV2Document);
    }
}
