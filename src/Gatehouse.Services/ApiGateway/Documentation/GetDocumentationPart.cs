using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

internal sealed class GetDocumentationPart(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var part = await DocumentationShape.FindPartAsync(api, call, cancellationToken);
        return OperationOutput.Of(DocumentationShape.Write(part.Value));
    }
}
