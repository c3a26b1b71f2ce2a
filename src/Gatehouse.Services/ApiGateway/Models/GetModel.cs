using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Models;

/// <summary>
/// Differs from AWS: <c>flatten=true</c> is refused while references between models are not resolved, so that nobody
/// takes
/// an unresolved schema for a flat one.
/// </summary>
internal sealed class GetModel(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var model = (await ModelShape.FindAsync(api, call, cancellationToken)).Value;
        if (call.Input.FindBoolean("flatten") == true
            && model.Schema.Contains("/restapis/", StringComparison.Ordinal))
        {
            throw ApiGatewayFaults.BadRequest("Gatehouse does not flatten models that refer to other models yet.");
        }

        return ModelShape.Output(model);
    }
}
