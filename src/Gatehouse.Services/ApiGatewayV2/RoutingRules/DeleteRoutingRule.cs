using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RoutingRules;

internal sealed class DeleteRoutingRule(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, rule) = await RoutingRuleShape.FindAsync(store, call, cancellationToken);
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Delete(rule), cancellationToken);
        return OperationOutput.Empty;
    }
}
