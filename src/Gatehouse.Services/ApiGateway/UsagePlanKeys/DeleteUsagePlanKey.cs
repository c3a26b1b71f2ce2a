using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.UsagePlanKeys;

/// <summary>Takes the key out of the plan; what it used stays counted (rest-control-plane §3.1, §3.5).</summary>
internal sealed class DeleteUsagePlanKey(UsagePlanStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var edit = await store.BeginAsync(call.Scope, cancellationToken);
        var plan = await store.PlanAsync(call.Scope, call.Input.RequiredString("usagePlanId"), cancellationToken);
        var member = await store.MemberAsync(
            call.Scope, plan.Id, call.Input.RequiredString("keyId"), cancellationToken);
        await store.CommitAsync(edit.Batch().Delete(member), cancellationToken);
        return OperationOutput.Empty;
    }
}
