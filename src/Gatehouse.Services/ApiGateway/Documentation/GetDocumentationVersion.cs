using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

internal sealed class GetDocumentationVersion(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var version = await DocumentationShape.FindVersionAsync(
            api, call.Input.RequiredString("documentationVersion"), cancellationToken);
        return OperationOutput.Of(DocumentationShape.Write(version.Value));
    }
}
