using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.UsagePlans;

/// <summary>All plans, or with <c>keyId</c> those that the key is in (rest-control-plane §2.12).</summary>
internal sealed class GetUsagePlans(UsagePlanStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var plans = call.Input.FindString("keyId") is { Length: > 0 } keyId
            ? (await store.PlansOfKeyAsync(call.Scope, keyId, cancellationToken)).Select(one => one.Plan)
            : await store.PlansAsync(call.Scope, cancellationToken);
        return Page.Of(plans, plan => plan.Id, plan => UsagePlanShape.Write(plan.Value), call.Input);
    }
}
