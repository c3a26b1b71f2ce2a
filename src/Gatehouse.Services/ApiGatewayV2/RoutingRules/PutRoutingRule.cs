using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RoutingRules;

/// <summary>Replaces the whole rule, which keeps its id.</summary>
internal sealed class PutRoutingRule(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (domain, before) = await RoutingRuleShape.FindAsync(store, call, cancellationToken);
        var after = RoutingRuleShape.Read(call.Input, before.Value.RoutingRuleId, before.Value.RoutingRuleArn);
        await RoutingRuleRules.CheckTargetAsync(store, call.Scope, domain.Id, after, cancellationToken);
        RoutingRuleRules.CheckPriority(
            await DomainNameV2Store.RulesAsync(store, call.Scope, domain.Id, cancellationToken), after);
        var batch = new DocumentBatch(call.Scope).Replace(domain, domain.Value).Replace(before, after);
        await store.Documents.CommitAsync(batch, cancellationToken);
        return RoutingRuleShape.Output(after);
    }
}
