using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RoutingRules;

internal sealed class GetRoutingRule(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        RoutingRuleShape.Output((await RoutingRuleShape.FindAsync(store, call, cancellationToken)).Rule.Value);
}
