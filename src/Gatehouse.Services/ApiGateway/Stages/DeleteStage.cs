using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>The deployment stays (rest-control-plane §3.1).</summary>
internal sealed class DeleteStage(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var stage = await StageShape.FindAsync(api, call, cancellationToken);
        await api.CommitAsync(api.Edit().Delete(stage), cancellationToken);
        return OperationOutput.Empty;
    }
}
