using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>
/// Empties the stage's response cache. 202 also for a stage without a cache cluster, as seen on AWS (rest-control-plane
/// §2.24, unconfirmed).
/// </summary>
internal sealed class FlushStageCache(RestApiStore store) : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        StageCacheEditions.CountAsync(
            store,
            call,
            static edition => edition with { ResponseFlushes = edition.ResponseFlushes + 1 },
            cancellationToken);
}
