using System.Text.Json;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RequestValidators;

internal sealed class GetRequestValidators(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        return Page.Of(
            await api.ListAsync<RequestValidatorDocument>(cancellationToken),
            one => one.Value.Id,
            one => JsonSerializer.SerializeToNode(one.Value, RestApiJson.Default.RequestValidatorDocument)!,
            call.Input);
    }
}
