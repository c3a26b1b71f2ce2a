using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.MethodResponses;

internal sealed class GetMethodResponse(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceAsync(call, cancellationToken);
        return MethodResponseShape.Output(MethodResponseShape.Of(opened.Method(call), call));
    }
}
