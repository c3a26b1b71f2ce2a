using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.UsagePlans;

/// <summary>Refused while stages are associated; keys do not block (rest-control-plane §2.12, §3.1).</summary>
internal sealed class DeleteUsagePlan(UsagePlanStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var edit = await store.BeginAsync(call.Scope, cancellationToken);
        var plan = await store.PlanAsync(call.Scope, call.Input.RequiredString("usagePlanId"), cancellationToken);
        if (plan.Value.ApiStages is [var first, ..])
        {
            throw ApiGatewayFaults.BadRequest(
                $"Cannot delete Usage Plan {plan.Id} because there are API Stages associated with it, including "
                + $"{first.ApiId}:{first.Stage}");
        }

        var batch = edit.Batch().Delete(plan);
        foreach (var member in await store.MembersAsync(call.Scope, plan.Id, cancellationToken))
        {
            batch.Delete(member);
        }

        foreach (var usage in await store.Documents.ListAsync<UsageDocument>(
            call.Scope, plan.Id + "/", cancellationToken))
        {
            batch.DeleteIfPresent<UsageDocument>(usage.Id);
        }

        await store.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
