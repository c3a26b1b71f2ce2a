using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>
/// Forgets what the stage's authorizers decided: 202 with an empty body (rest-control-plane §2.24). The response cache
/// is another one and stays (sheet on execution §9).
/// </summary>
internal sealed class FlushStageAuthorizersCache(RestApiStore store) : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        StageCacheEditions.CountAsync(
            store,
            call,
            static edition => edition with { AuthorizerFlushes = edition.AuthorizerFlushes + 1 },
            cancellationToken);
}
