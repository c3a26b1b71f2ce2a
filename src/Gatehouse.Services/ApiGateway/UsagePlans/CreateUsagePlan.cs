using Gatehouse.Model.RestApis;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.UsagePlans;

internal sealed class CreateUsagePlan(UsagePlanStore store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var edit = await store.BeginAsync(call.Scope, cancellationToken);
        var plan = UsagePlanRules.Check(new UsagePlanDocument
        {
            Id = store.NewPlanId(),
            Name = input.RequiredString("name"),
            Description = input.FindString("description"),
            ApiStages = UsagePlanRules.ReadStages(input.Members["apiStages"]),
            Throttle = UsagePlanRules.ReadRates(input.Members["throttle"]),
            Quota = UsagePlanRules.ReadQuota(input.Members["quota"]),
            Tags = TagRules.Check(input.Find("tags", RestApiJson.Default.ImmutableSortedDictionaryStringString)),
        });
        foreach (var stage in plan.ApiStages)
        {
            if (!await store.HasStageAsync(call.Scope, stage.ApiId, stage.Stage, cancellationToken))
            {
                throw UsagePlanFaults.StageNotFound(stage.ApiId, stage.Stage);
            }
        }

        if ((await store.PlansAsync(call.Scope, cancellationToken)).Length >= quotas.UsagePlans)
        {
            throw ApiGatewayFaults.AccountLimitExceeded("Usage Plans");
        }

        await store.CommitAsync(edit.Batch().Create(plan.Id, plan), cancellationToken);
        return OperationOutput.Of(UsagePlanShape.Write(plan));
    }
}
