using System.Text.Json.Nodes;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Usage;

/// <summary>
/// Sets what remains of a key's quota in the current period; the next one begins with the plan's limit again
/// (rest-control-plane §2.14).
/// </summary>
internal sealed class UpdateUsage(UsagePlanStore store, IUsageLedger ledger) : IOperation
{
    public static readonly PatchTable<RemainingQuota> Patches = new(
        PatchFamily.ListsPaths,
        new PatchRule<RemainingQuota>("/remaining", PatchOps.Replace, (_, in m) => new RemainingQuota(
            m.Integer() is >= 0 and var requests ? requests : throw m.BadValue("zero or more"))));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var plan = await store.PlanAsync(call.Scope, call.Input.RequiredString("usagePlanId"), cancellationToken);
        var member = await store.MemberAsync(
            call.Scope, plan.Id, call.Input.RequiredString("keyId"), cancellationToken);
        if (plan.Value.Quota is not { } quota)
        {
            // The text is unconfirmed.
            throw ApiGatewayFaults.BadRequest($"Usage Plan {plan.Id} does not have a quota");
        }

        var change = Patches.Apply(new RemainingQuota(null), PatchOperation.Of(call.Input));
        var subject = new UsageSubject(call.Scope, plan.Id, member.Value.KeyId);
        var today = DateOnly.FromDateTime(store.Time.GetUtcNow().UtcDateTime);
        var start = QuotaPeriod.StartOf(quota, today);
        var history = await ReadAsync(subject, start, today, cancellationToken);
        if (change.Requests is { } remaining)
        {
            var granted = remaining - quota.Limit + UsageShape.UsedIn(history, start, today);
            await ledger.GrantAsync(subject, new UsageGrant(start.DayNumber, granted), cancellationToken);
            history = await ReadAsync(subject, start, today, cancellationToken);
        }

        return OperationOutput.Of(UsageShape.Write(plan.Id, start, today, [
            new KeyValuePair<string, JsonNode?>(subject.KeyId, UsageShape.Days(quota, history, start, today)),
        ]));
    }

    private async ValueTask<UsageHistory?> ReadAsync(
        UsageSubject subject, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var found = await ledger.ReadAsync(
            subject.Scope, subject.PlanId, subject.KeyId, first, last, cancellationToken);
        return found is [var history, ..] ? history : null;
    }
}

/// <summary>What a patch of a usage says.</summary>
internal sealed record RemainingQuota(int? Requests);
