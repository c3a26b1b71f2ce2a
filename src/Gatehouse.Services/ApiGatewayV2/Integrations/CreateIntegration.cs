using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

internal sealed class CreateIntegration(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        IntegrationRules.RefuseWebSocketMembers(call.Input);
        var integration = IntegrationInput.Create(call.Input, store.NewRouteId());
        IntegrationRules.Check(integration, call.Scope.Account);
        await IntegrationRules.CheckLinkAsync(api, integration, cancellationToken);
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
