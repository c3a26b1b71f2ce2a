using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>
/// Stages that show the version lose it: whether AWS refuses instead is unconfirmed (rest-control-plane §3.1), and a
/// stage that names what is gone would export nothing anyway.
/// </summary>
internal sealed class DeleteDocumentationVersion(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var version = await DocumentationShape.FindVersionAsync(
            api, call.Input.RequiredString("documentationVersion"), cancellationToken);
        var batch = api.Edit()
            .Delete(version)
            .DeleteIfPresent<DocumentationSnapshotDocument>(version.Id);
        foreach (var stage in await api.ListAsync<StageDocument>(cancellationToken))
        {
            if (stage.Value.DocumentationVersion == version.Value.Version)
            {
                batch.Replace(stage, stage.Value with { DocumentationVersion = null });
            }
        }

        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
