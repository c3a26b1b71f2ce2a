using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.ApiMappings;

internal sealed class DeleteApiMapping(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, mapping) = await ApiMappingShape.FindAsync(store, call, cancellationToken);
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Delete(mapping), cancellationToken);
        return OperationOutput.Empty;
    }
}
