using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Methods;

/// <summary>Its responses and its integration go with it.</summary>
internal sealed class DeleteMethod(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        await opened.RemoveAsync(opened.Method(call), cancellationToken);
        return OperationOutput.Empty;
    }
}
