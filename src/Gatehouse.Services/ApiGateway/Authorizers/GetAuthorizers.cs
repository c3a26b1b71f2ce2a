using System.Text.Json;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Authorizers;

internal sealed class GetAuthorizers(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        return Page.Of(
            await api.ListAsync<AuthorizerDocument>(cancellationToken),
            one => one.Value.Id,
            one => JsonSerializer.SerializeToNode(one.Value, RestApiJson.Default.AuthorizerDocument)!,
            call.Input);
    }
}
