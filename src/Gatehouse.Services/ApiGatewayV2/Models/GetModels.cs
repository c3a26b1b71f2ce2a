using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Models;

internal sealed class GetModels(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenAsync(call, cancellationToken)).OnlyWebSocket(ModelInput.What);
        var models = await api.ListAsync<ModelV2Document>(cancellationToken);
        return PageV2.Of(
            models.Select(static model => model.Value),
            static model => model.ModelId,
            ApiV2Json.Default.ModelV2Document,
            call.Input);
    }
}
