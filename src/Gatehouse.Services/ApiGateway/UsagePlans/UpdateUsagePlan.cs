using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.UsagePlans;

internal sealed class UpdateUsagePlan(UsagePlanStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var edit = await store.BeginAsync(call.Scope, cancellationToken);
        var before = await store.PlanAsync(call.Scope, call.Input.RequiredString("usagePlanId"), cancellationToken);
        var after = UsagePlanRules.Check(
            UsagePlanPatches.Table.Apply(before.Value, PatchOperation.Of(call.Input)));
        var added = after.ApiStages
            .Where(stage => !before.Value.ApiStages.Any(known => UsagePlanPatches.IsSame(known, stage)))
            .ToList();
        foreach (var stage in added)
        {
            if (!await store.HasStageAsync(call.Scope, stage.ApiId, stage.Stage, cancellationToken))
            {
                throw UsagePlanFaults.InvalidStage(stage.ApiId, stage.Stage, before.Id);
            }
        }

        if (added.Count > 0)
        {
            await CheckKeysAsync(call, before.Id, added, cancellationToken);
        }

        await store.CommitAsync(edit.Batch().Replace(before, after), cancellationToken);
        return OperationOutput.Of(UsagePlanShape.WriteWithTags(after));
    }

    /// <summary>None of the plan's keys may have one of the stages by another plan (rest-control-plane §3.5).</summary>
    private async ValueTask CheckKeysAsync(
        OperationCall call, string planId, List<ApiStage> added, CancellationToken cancellationToken)
    {
        var keys = (await store.MembersAsync(call.Scope, planId, cancellationToken))
            .Select(member => member.Value.KeyId).ToHashSet(StringComparer.Ordinal);
        foreach (var other in await store.PlansAsync(call.Scope, cancellationToken))
        {
            var shared = other.Id == planId
                ? null
                : added.Find(stage => other.Value.ApiStages.Any(one => UsagePlanPatches.IsSame(one, stage)));
            if (shared is null)
            {
                continue;
            }

            var both = (await store.MembersAsync(call.Scope, other.Id, cancellationToken))
                .FirstOrDefault(member => keys.Contains(member.Value.KeyId));
            if (both is not null)
            {
                throw UsagePlanFaults.SharedStage(planId, both.Value.KeyId, shared.ApiId, shared.Stage);
            }
        }
    }
}
