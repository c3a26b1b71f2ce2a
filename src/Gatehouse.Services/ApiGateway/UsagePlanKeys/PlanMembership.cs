using Gatehouse.Model.Documents;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.ApiGateway.UsagePlanKeys;

/// <summary>Who is in which plan, and who may still join (rest-control-plane §2.13, §3.5).</summary>
internal sealed class PlanMembership
{
    private readonly Dictionary<string, UsagePlanDocument> _plans;
    private readonly Dictionary<string, List<string>> _plansOfKey = new(StringComparer.Ordinal);

    private PlanMembership(IEnumerable<Versioned<UsagePlanDocument>> plans) =>
        _plans = plans.ToDictionary(plan => plan.Id, plan => plan.Value, StringComparer.Ordinal);

    public static async ValueTask<PlanMembership> ReadAsync(
        UsagePlanStore store, DocumentScope scope, CancellationToken cancellationToken)
    {
        var membership = new PlanMembership(await store.PlansAsync(scope, cancellationToken));
        foreach (var member in await store.Documents.ListAsync<UsagePlanKeyDocument>(scope, "", cancellationToken))
        {
            membership.Add(member.Value.PlanId, member.Value.KeyId);
        }

        return membership;
    }

    public bool Has(string planId, string keyId) =>
        _plansOfKey.TryGetValue(keyId, out var plans) && plans.Contains(planId);

    public void Add(string planId, string keyId)
    {
        if (!_plansOfKey.TryGetValue(keyId, out var plans))
        {
            _plansOfKey[keyId] = plans = [];
        }

        plans.Add(planId);
    }

    /// <returns>Why the key may not join the plan, or <see langword="null"/>.</returns>
    public ServiceFaultException? FindFault(string planId, string keyId, RestApiQuotas quotas)
    {
        if (!_plans.TryGetValue(planId, out var plan))
        {
            return UsagePlanFaults.NoPlan();
        }

        var others = _plansOfKey.GetValueOrDefault(keyId) ?? [];
        if (others.Contains(planId))
        {
            return ApiGatewayFaults.Conflict("Usage Plan Key already exists"); // the text is unconfirmed
        }

        foreach (var stage in plan.ApiStages)
        {
            if (others.Any(other => _plans.TryGetValue(other, out var known)
                && known.ApiStages.Any(one => UsagePlanPatches.IsSame(one, stage))))
            {
                return UsagePlanFaults.SharedStage(planId, keyId, stage.ApiId, stage.Stage);
            }
        }

        return others.Count >= quotas.UsagePlansPerKey
            ? ApiGatewayFaults.AccountLimitExceeded("Usage Plans per API Key")
            : null;
    }
}
