using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

internal sealed class GetDocumentationVersions(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        return Page.Of(
            await api.ListAsync<DocumentationVersionDocument>(cancellationToken),
            one => one.Value.Version,
            one => DocumentationShape.Write(one.Value),
            call.Input);
    }
}
