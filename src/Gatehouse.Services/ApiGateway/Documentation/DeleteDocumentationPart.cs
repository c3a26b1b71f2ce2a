using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>Published versions keep their copy (rest-control-plane §3.1).</summary>
internal sealed class DeleteDocumentationPart(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var part = await DocumentationShape.FindPartAsync(api, call, cancellationToken);
        await api.CommitAsync(api.Edit().Delete(part), cancellationToken);
        return OperationOutput.Empty;
    }
}
