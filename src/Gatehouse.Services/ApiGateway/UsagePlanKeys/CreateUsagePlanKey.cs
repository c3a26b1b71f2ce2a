using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.UsagePlanKeys;

internal sealed class CreateUsagePlanKey(UsagePlanStore store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var planId = call.Input.RequiredString("usagePlanId");
        var edit = await store.BeginAsync(call.Scope, cancellationToken);
        _ = await store.PlanAsync(call.Scope, planId, cancellationToken);
        if (call.Input.RequiredString("keyType") != UsagePlanKeyShape.Type)
        {
            throw ApiGatewayFaults.BadRequest("Invalid Usage Plan Key type specified"); // the text is unconfirmed
        }

        var key = await store.KeyAsync(call.Scope, call.Input.RequiredString("keyId"), cancellationToken);
        var membership = await PlanMembership.ReadAsync(store, call.Scope, cancellationToken);
        if (membership.FindFault(planId, key.Id, quotas) is { } fault)
        {
            throw fault;
        }

        var member = new UsagePlanKeyDocument { PlanId = planId, KeyId = key.Id, CreationOrder = store.NextOrder() };
        await store.CommitAsync(
            edit.Batch().Create(UsagePlanStore.MemberId(planId, key.Id), member), cancellationToken);
        return OperationOutput.Of(UsagePlanKeyShape.Write(key.Value));
    }
}
