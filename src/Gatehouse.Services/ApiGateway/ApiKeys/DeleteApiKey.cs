using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ApiKeys;

/// <summary>Takes the key out of its plans, and its counters with it (rest-control-plane §3.1).</summary>
internal sealed class DeleteApiKey(UsagePlanStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var edit = await store.BeginAsync(call.Scope, cancellationToken);
        var key = await store.KeyAsync(call.Scope, call.Input.RequiredString("apiKey"), cancellationToken);
        var batch = edit.Batch(addedKeys: -1).Delete(key)
            .DeleteIfPresent<ApiKeyValueDocument>(UsagePlanStore.ValueId(key.Value.Value));
        var today = DateOnly.FromDateTime(store.Time.GetUtcNow().UtcDateTime);
        foreach (var (plan, member) in await store.PlansOfKeyAsync(call.Scope, key.Id, cancellationToken))
        {
            batch.Delete(member);
            for (var month = 0; month <= UsagePlanLimits.UsageMonths; month++)
            {
                batch.DeleteIfPresent<UsageDocument>(
                    DocumentUsageStore.IdOf(plan.Id, key.Id, today.AddMonths(-month)));
            }
        }

        await store.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
