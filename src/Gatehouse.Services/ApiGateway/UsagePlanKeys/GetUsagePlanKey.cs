using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.UsagePlanKeys;

internal sealed class GetUsagePlanKey(UsagePlanStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var plan = await store.PlanAsync(call.Scope, call.Input.RequiredString("usagePlanId"), cancellationToken);
        var member = await store.MemberAsync(
            call.Scope, plan.Id, call.Input.RequiredString("keyId"), cancellationToken);
        var key = await store.KeyAsync(call.Scope, member.Value.KeyId, cancellationToken);
        return OperationOutput.Of(UsagePlanKeyShape.Write(key.Value));
    }
}
