using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.MethodResponses;

/// <summary>The integration response of the same code stays (unconfirmed, rest-control-plane §3.1).</summary>
internal sealed class DeleteMethodResponse(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        var method = opened.Method(call);
        var response = MethodResponseShape.Of(method, call);
        var rest = method.MethodResponses!.Remove(response.StatusCode);
        await opened.SaveAsync(method with { MethodResponses = rest.IsEmpty ? null : rest }, cancellationToken);
        return OperationOutput.Empty;
    }
}
