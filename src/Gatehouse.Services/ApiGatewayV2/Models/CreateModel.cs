using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Models;

internal sealed class CreateModel(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenForEditAsync(call, cancellationToken)).OnlyWebSocket(ModelInput.What);
        var model = ModelInput.Create(call.Input, store.NewPartId());
        if (await ModelInput.CheckAsync(api, model, cancellationToken) >= quotas.ModelsPerApi)
        {
            throw ApiGatewayV2Faults.LimitExceeded("Models");
        }

        await api.CommitAndDeployAsync(
            api.Edit().Create(api.PartId(model.ModelId), model), routesAfter: null, cancellationToken);
        return OperationOutput.Of(model, ApiV2Json.Default.ModelV2Document);
    }
}
