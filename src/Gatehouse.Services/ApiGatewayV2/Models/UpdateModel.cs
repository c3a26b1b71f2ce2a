using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Models;

internal sealed class UpdateModel(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenForEditAsync(call, cancellationToken)).OnlyWebSocket(ModelInput.What);
        var before = await ModelInput.FindAsync(api, call, cancellationToken);
        var after = ModelInput.Apply(call.Input, before.Value);
        _ = await ModelInput.CheckAsync(api, after, cancellationToken);
        await api.CommitAndDeployAsync(api.Edit().Replace(before, after), routesAfter: null, cancellationToken);
        return OperationOutput.Of(after, ApiV2Json.Default.ModelV2Document);
    }
}
