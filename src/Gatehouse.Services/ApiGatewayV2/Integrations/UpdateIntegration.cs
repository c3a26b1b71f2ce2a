using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

internal sealed class UpdateIntegration(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var before = await api.IntegrationAsync(call, cancellationToken);
        var after = api.IsWebSocket
            ? WebSocketIntegrationRules.Apply(call.Input, before.Value)
            : IntegrationInput.Update(call.Input, before.Value);
        await IntegrationRules.CheckAsync(api, after, call.Input, cancellationToken);
        await api.CommitAndDeployAsync(api.Edit().Replace(before, after), routesAfter: null, cancellationToken);
        return OperationOutput.Of(after, ApiV2Json.Default.IntegrationV2Document);
    }
}
