using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.BasePathMappings;

internal sealed class DeleteBasePathMapping(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var mapping = await BasePathMappingShape.FindAsync(store, call, cancellationToken);
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Delete(mapping), cancellationToken);
        return OperationOutput.Empty;
    }
}
