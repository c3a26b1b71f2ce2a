using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

internal sealed class UpdateIntegration(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var before = await api.IntegrationAsync(call, cancellationToken);
        IntegrationRules.RefuseWebSocketMembers(call.Input);
        var after = IntegrationInput.Update(call.Input, before.Value);
        IntegrationRules.Check(after, call.Scope.Account);
        await IntegrationRules.CheckLinkAsync(api, after, cancellationToken);
        await api.CommitAndDeployAsync(api.Edit().Replace(before, after), routesAfter: null, cancellationToken);
        return OperationOutput.Of(after, ApiV2Json.Default.IntegrationV2Document);
    }
}
