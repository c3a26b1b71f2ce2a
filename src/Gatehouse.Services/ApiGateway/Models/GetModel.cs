using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Models;

/// <summary>With <c>flatten=true</c> references to other models become local definitions (rest-control-plane §2.18).</summary>
internal sealed class GetModel(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var model = (await ModelShape.FindAsync(api, call, cancellationToken)).Value;
        if (call.Input.FindBoolean("flatten") == true)
        {
            var schemas = await ModelShape.ReadSchemasAsync(api, cancellationToken);
            model = model with { Schema = ModelReference.Flatten(model.Schema, schemas.GetValueOrDefault) };
        }

        return ModelShape.Output(model);
    }
}
