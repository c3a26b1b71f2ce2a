using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RestApis;

internal sealed class GetRestApis(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var all = await store.Documents.ListAsync<RestApiDocument>(call.Scope, "", cancellationToken);
        return Page.Of(all, api => api.Id, api => RestApiShape.Write(api.Value), call.Input);
    }
}
