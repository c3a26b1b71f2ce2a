using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Execution.Throttling;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// Follows the store and publishes the keys in force: all at first, then those that a commit touched. Keys and plans
/// hold at once, without a deployment (rest-control-plane §3.2).
/// </summary>
/// <param name="throttling">The room that serves them.</param>
/// <param name="usage">Where counters are kept; <see langword="null"/> for the store itself.</param>
internal sealed class UsagePlanPublisher(ThrottlingServices throttling, IUsageStore? usage) : IDocumentObserver
{
    // Only ever touched by one call at a time: that is the observer's contract.
    private readonly Dictionary<ScopedId, ApiKeyDocument> _keys = [];
    private readonly Dictionary<ScopedId, UsagePlanPlan> _plans = [];
    private readonly PlanMembers _members = new();
    private readonly Dictionary<UsageSubject, UsageState> _states = [];
    private readonly List<KeyHash> _gone = [];
    private Dictionary<KeyHash, KeyPlan> _index = [];

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        _keys.Clear();
        _plans.Clear();
        _members.Clear();
        await throttling.Ledger.StartAsync(usage ?? new DocumentUsageStore(store), cancellationToken);
        foreach (var (scope, account) in await store.ListAllAsync<AccountSettingsDocument>(cancellationToken))
        {
            ChangeAccount(scope, account.Value);
        }

        foreach (var (scope, plan) in await store.ListAllAsync<UsagePlanDocument>(cancellationToken))
        {
            ChangePlan(new ScopedId(scope, plan.Id), plan.Value);
        }

        foreach (var (scope, member) in await store.ListAllAsync<UsagePlanKeyDocument>(cancellationToken))
        {
            _members.Add(scope, member.Value.PlanId, member.Value.KeyId);
        }

        var index = new Dictionary<KeyHash, KeyPlan>();
        foreach (var (scope, key) in await store.ListAllAsync<ApiKeyDocument>(cancellationToken))
        {
            var id = new ScopedId(scope, key.Id);
            _keys[id] = key.Value;
            index[HashOf(id, key.Value)] = Compile(id, key.Value);
        }

        _index = index;
        throttling.Keys.Publish(new ApiKeyIndex(_index));
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        var keys = new HashSet<ScopedId>();
        foreach (var change in commit.Changes)
        {
            await ApplyAsync(change, store, keys, cancellationToken);
        }

        if (keys.Count == 0)
        {
            return;
        }

        var index = new Dictionary<KeyHash, KeyPlan>(_index);
        foreach (var id in keys)
        {
            if (_keys.TryGetValue(id, out var key))
            {
                index[HashOf(id, key)] = Compile(id, key);
            }
        }

        foreach (var hash in _gone)
        {
            index.Remove(hash);
        }

        _gone.Clear();
        _index = index;
        throttling.Keys.Publish(new ApiKeyIndex(_index));
    }

    /// <param name="change">One change.</param>
    /// <param name="store">For what stands there now.</param>
    /// <param name="keys">Receives the keys that must be compiled again.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    private async ValueTask ApplyAsync(
        DocumentChange change, IDocumentStore store, HashSet<ScopedId> keys, CancellationToken cancellationToken)
    {
        var (scope, kind, name) = change.Key;
        var id = new ScopedId(scope, name);
        if (kind == ApiKeyDocument.Kind)
        {
            var key = await store.FindAsync<ApiKeyDocument>(scope, name, cancellationToken);
            ChangeKey(id, key?.Value);
            keys.Add(id);
        }
        else if (kind == UsagePlanDocument.Kind)
        {
            var plan = await store.FindAsync<UsagePlanDocument>(scope, name, cancellationToken);
            ChangePlan(id, plan?.Value);
            keys.UnionWith(_members.KeysOf(id));
        }
        else if (kind == UsagePlanKeyDocument.Kind && name.Split('/') is [var planId, var keyId])
        {
            if (await store.FindAsync<UsagePlanKeyDocument>(scope, name, cancellationToken) is null)
            {
                _members.Remove(scope, planId, keyId);
            }
            else
            {
                _members.Add(scope, planId, keyId);
            }

            keys.Add(new ScopedId(scope, keyId));
        }
        else if (kind == StageDocument.Kind && change.IsDeleted)
        {
            throttling.Rates.Forget(scope, name);
        }
        else if (kind == AccountSettingsDocument.Kind)
        {
            var account = await store.FindAsync<AccountSettingsDocument>(scope, name, cancellationToken);
            ChangeAccount(scope, account?.Value);
        }
    }

    private void ChangeKey(ScopedId id, ApiKeyDocument? key)
    {
        if (key is not null)
        {
            _keys[id] = key;
            return;
        }

        if (_keys.Remove(id, out var gone))
        {
            _gone.Add(HashOf(id, gone));
            Forget(subject => subject.Scope == id.Scope && subject.KeyId == id.Id);
        }
    }

    private void ChangePlan(ScopedId id, UsagePlanDocument? plan)
    {
        if (plan is null)
        {
            _plans.Remove(id);
            Forget(subject => subject.Scope == id.Scope && subject.PlanId == id.Id);
            return;
        }

        try
        {
            _plans[id] = Compile(plan);
        }
        catch (ArgumentException exception)
        {
            // A document that no operation of ours wrote: its keys are refused rather than unlimited.
            _plans.Remove(id);
            throttling.Logger.PlanNotApplied(exception, id.Id);
        }
    }

    private void ChangeAccount(DocumentScope scope, AccountSettingsDocument? account)
    {
        // Nobody can write these two over the wire (§2.1): AWS's numbers there mean that none were chosen.
        var rates = throttling.Rates;
        var chosen = account?.ThrottleSettings;
        rates.Account(scope).Change(
            chosen is null || chosen == new ThrottleSettings()
                ? rates.AccountDefault
                : Rate.Of(chosen.RateLimit, chosen.BurstLimit));
    }

    private void Forget(Func<UsageSubject, bool> isGone)
    {
        foreach (var subject in _states.Keys.Where(isGone).ToList())
        {
            _states.Remove(subject);
            throttling.Ledger.Forget(subject);
        }
    }

    private KeyHash HashOf(ScopedId id, ApiKeyDocument key) =>
        throttling.Keys.Hasher.Of(key.Value, throttling.Rates.Number(id.Scope));

    private KeyPlan Compile(ScopedId id, ApiKeyDocument key)
    {
        var uses = ImmutableArray.CreateBuilder<PlanUse>();
        foreach (var planId in _members.PlansOf(id))
        {
            if (_plans.TryGetValue(planId, out var plan))
            {
                uses.Add(new PlanUse(key.Id, key.Value, plan, StateOf(new UsageSubject(id.Scope, planId.Id, key.Id))));
            }
        }

        return new KeyPlan { Id = key.Id, Value = key.Value, IsEnabled = key.Enabled, Plans = uses.ToImmutable() };
    }

    private UsageState StateOf(UsageSubject subject)
    {
        if (!_states.TryGetValue(subject, out var state))
        {
            state = new UsageState(throttling.Ledger.CounterOf(subject), throttling.Time);
            _states[subject] = state;
        }

        return state;
    }

    private static UsagePlanPlan Compile(UsagePlanDocument plan)
    {
        var none = FrozenDictionary<string, Rate?>.Empty;
        return new UsagePlanPlan
        {
            Id = plan.Id,
            Rate = Rate.Of(plan.Throttle),
            Quota = plan.Quota,
            Stages = plan.ApiStages.ToFrozenDictionary(
                stage => $"{stage.ApiId}/{stage.Stage}",
                stage => stage.Throttle?.ToFrozenDictionary(
                    method => method.Key, method => Rate.Of(method.Value), StringComparer.Ordinal) ?? none,
                StringComparer.Ordinal),
        };
    }
}
