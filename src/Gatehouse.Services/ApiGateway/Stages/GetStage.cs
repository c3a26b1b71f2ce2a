using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Stages;

internal sealed class GetStage(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        return StageShape.Output((await StageShape.FindAsync(api, call, cancellationToken)).Value);
    }
}
