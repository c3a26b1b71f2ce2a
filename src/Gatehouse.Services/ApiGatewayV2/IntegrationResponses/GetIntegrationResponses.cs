using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.IntegrationResponses;

internal sealed class GetIntegrationResponses(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenAsync(call, cancellationToken)).OnlyWebSocket(IntegrationResponseInput.What);
        var integration = await api.IntegrationAsync(call, cancellationToken);
        var all = await api.ListBelowAsync<IntegrationResponseV2Document>(
            integration.Value.IntegrationId, cancellationToken);
        return PageV2.Of(
            all.Select(static response => response.Value),
            static response => response.IntegrationResponseId,
            ApiV2Json.Default.IntegrationResponseV2Document,
            call.Input);
    }
}
