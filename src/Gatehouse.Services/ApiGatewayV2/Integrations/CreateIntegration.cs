using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

internal sealed class CreateIntegration(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var integration = api.IsWebSocket
            ? WebSocketIntegrationRules.Create(call.Input, store.NewRouteId())
            : IntegrationInput.Create(call.Input, store.NewRouteId());
        await IntegrationRules.CheckAsync(api, integration, call.Input, cancellationToken);
        if ((await api.ListAsync<IntegrationV2Document>(cancellationToken)).Length >= quotas.IntegrationsPerApi)
        {
            throw ApiGatewayV2Faults.LimitExceeded("Integrations");
        }

        await api.CommitAndDeployAsync(
            api.Edit().Create(api.PartId(integration.IntegrationId), integration),
            routesAfter: null,
            cancellationToken);
        return OperationOutput.Of(integration, ApiV2Json.Default.IntegrationV2Document);
    }
}
