using System.Text.Json.Nodes;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Usage;

/// <summary>What the keys of a plan used, by day (rest-control-plane §2.14, §6.3).</summary>
internal sealed class GetUsage(UsagePlanStore store, IUsageLedger ledger) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var plan = await store.PlanAsync(call.Scope, input.RequiredString("usagePlanId"), cancellationToken);
        var (first, last) = UsageShape.ReadRange(input.RequiredString("startDate"), input.RequiredString("endDate"));
        var keyId = input.FindString("keyId") is { Length: > 0 } id ? id : null;
        if (keyId is not null)
        {
            _ = await store.MemberAsync(call.Scope, plan.Id, keyId, cancellationToken);
        }

        // What remained on the first day depends on its period's earlier days.
        var quota = plan.Value.Quota;
        var since = quota is null ? first : QuotaPeriod.StartOf(quota, first);
        var histories = (await ledger.ReadAsync(call.Scope, plan.Id, keyId, since, last, cancellationToken))
            .ToDictionary(history => history.Subject.KeyId, StringComparer.Ordinal);

        // Keys without a request in the range are left out, unless one was asked for (unconfirmed).
        var keys = keyId is not null
            ? [keyId]
            : histories.Values.Where(history => UsageShape.UsedIn(history, first, last) > 0)
                .Select(history => history.Subject.KeyId);
        var (page, position) = Page.Cut(keys, key => key, input);
        var members = UsageShape.Write(plan.Id, first, last, page.Select(key => new KeyValuePair<string, JsonNode?>(
            key, UsageShape.Days(quota, histories.GetValueOrDefault(key), first, last))));
        if (position is not null)
        {
            members["position"] = position;
        }

        return OperationOutput.Of(members);
    }
}
