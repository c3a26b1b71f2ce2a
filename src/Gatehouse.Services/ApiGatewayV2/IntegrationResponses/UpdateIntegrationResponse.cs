using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.IntegrationResponses;

internal sealed class UpdateIntegrationResponse(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenForEditAsync(call, cancellationToken)).OnlyWebSocket(IntegrationResponseInput.What);
        var before = await IntegrationResponseInput.FindAsync(api, call, cancellationToken);
        var after = IntegrationResponseInput.Apply(call.Input, before.Value);
        await IntegrationResponseInput.CheckUniqueAsync(api, after, cancellationToken);
        await api.CommitAndDeployAsync(api.Edit().Replace(before, after), routesAfter: null, cancellationToken);
        return OperationOutput.Of(after, ApiV2Json.Default.IntegrationResponseV2Document);
    }
}
