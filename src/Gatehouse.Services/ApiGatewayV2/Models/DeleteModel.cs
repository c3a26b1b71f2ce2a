using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Models;

/// <summary>
/// Also one that a route names: templates name models by texts that order nothing, so that a stack deletes them in any
/// order (whether AWS refuses is unconfirmed). The next deployment asks for it.
/// </summary>
internal sealed class DeleteModel(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenForEditAsync(call, cancellationToken)).OnlyWebSocket(ModelInput.What);
        var model = await ModelInput.FindAsync(api, call, cancellationToken);
        await api.CommitAndDeployAsync(api.Edit().Delete(model), routesAfter: null, cancellationToken);
        return OperationOutput.Empty;
    }
}
