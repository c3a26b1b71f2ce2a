using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Models;

internal sealed class GetModel(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenAsync(call, cancellationToken)).OnlyWebSocket(ModelInput.What);
        var model = await ModelInput.FindAsync(api, call, cancellationToken);
        return OperationOutput.Of(model.Value, ApiV2Json.Default.ModelV2Document);
    }
}
