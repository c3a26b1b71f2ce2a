using System.Text.Json;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Models;

internal sealed class GetModels(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        return Page.Of(
            await api.ListAsync<ModelDocument>(cancellationToken),
            model => model.Value.Name,
            model => JsonSerializer.SerializeToNode(model.Value, RestApiJson.Default.ModelDocument)!,
            call.Input);
    }
}
