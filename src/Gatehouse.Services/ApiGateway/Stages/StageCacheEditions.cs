using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Stages;

/// <summary>Counts a flush of a stage's caches; the data plane empties them when it hears of the count.</summary>
internal static class StageCacheEditions
{
    public static async ValueTask<OperationOutput> CountAsync(
        RestApiStore store,
        OperationCall call,
        Func<StageCacheEditionDocument, StageCacheEditionDocument> count,
        CancellationToken cancellationToken)
    {
        // The API's edition is not touched: a flush changes nothing that another edit reads.
        var api = await store.OpenAsync(call, cancellationToken);
        var stage = await StageShape.FindAsync(api, call, cancellationToken);
        var edition = await api.FindAsync<StageCacheEditionDocument>(stage.Value.StageName, cancellationToken);
        var after = count(edition?.Value ?? new StageCacheEditionDocument());

        // With the stage expected as it was read, no edition is left behind by a stage that is being deleted.
        var batch = new DocumentBatch(api.Scope).Expect(stage);
        await api.CommitAsync(
            edition is null ? batch.Create(stage.Id, after) : batch.Replace(edition, after), cancellationToken);
        return OperationOutput.Empty;
    }
}
