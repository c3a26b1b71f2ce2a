using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RoutingRules;

/// <summary>The domain is written with the rule: of two rules with one priority only one is made.</summary>
internal sealed class CreateRoutingRule(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameV2Store.FindAsync(store, call, cancellationToken);
        var id = store.NewPartId();
        var rule = RoutingRuleShape.Read(
            call.Input,
            id,
            $"arn:aws:apigateway:{call.Scope.Region}:{call.Scope.Account}:/domainnames/{domain.Id}/routingrules/{id}");
        await RoutingRuleRules.CheckTargetAsync(store, call.Scope, domain.Id, rule, cancellationToken);
        var rules = await DomainNameV2Store.RulesAsync(store, call.Scope, domain.Id, cancellationToken);
        RoutingRuleRules.CheckPriority(rules, rule);
        if (rules.Length >= quotas.RoutingRulesPerDomain)
        {
            throw ApiGatewayV2Faults.LimitExceeded("Routing Rules", "domain name");
        }

        var batch = new DocumentBatch(call.Scope).Replace(domain, domain.Value).Create($"{domain.Id}/{id}", rule);
        await store.Documents.CommitAsync(batch, cancellationToken);
        return RoutingRuleShape.Output(rule);
    }
}
