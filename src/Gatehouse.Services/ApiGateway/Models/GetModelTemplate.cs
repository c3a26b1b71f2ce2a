using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Models;

internal sealed class GetModelTemplate(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var model = await ModelShape.FindAsync(api, call, cancellationToken);
        var schemas = await ModelShape.ReadSchemasAsync(api, cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["value"] = ModelTemplate.Write(model.Value.Schema, schemas.GetValueOrDefault),
        });
    }
}
