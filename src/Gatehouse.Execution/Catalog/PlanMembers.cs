using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Catalog;

/// <summary>An id within an account and region.</summary>
internal readonly record struct ScopedId(DocumentScope Scope, string Id);

/// <summary>Which keys are in which plans, from both sides.</summary>
internal sealed class PlanMembers
{
    private readonly Dictionary<ScopedId, SortedSet<string>> _plans = [];
    private readonly Dictionary<ScopedId, SortedSet<string>> _keys = [];

    public void Clear()
    {
        _plans.Clear();
        _keys.Clear();
    }

    public void Add(DocumentScope scope, string planId, string keyId)
    {
        SetOf(_plans, new ScopedId(scope, keyId)).Add(planId);
        SetOf(_keys, new ScopedId(scope, planId)).Add(keyId);
    }

    public void Remove(DocumentScope scope, string planId, string keyId)
    {
        Remove(_plans, new ScopedId(scope, keyId), planId);
        Remove(_keys, new ScopedId(scope, planId), keyId);
    }

    public IEnumerable<ScopedId> PlansOf(ScopedId key) =>
        _plans.TryGetValue(key, out var plans) ? plans.Select(plan => new ScopedId(key.Scope, plan)) : [];

    public IEnumerable<ScopedId> KeysOf(ScopedId plan) =>
        _keys.TryGetValue(plan, out var keys) ? keys.Select(key => new ScopedId(plan.Scope, key)) : [];

    private static SortedSet<string> SetOf(Dictionary<ScopedId, SortedSet<string>> sets, ScopedId id)
    {
        if (!sets.TryGetValue(id, out var set))
        {
            sets[id] = set = new SortedSet<string>(StringComparer.Ordinal);
        }

        return set;
    }

    private static void Remove(Dictionary<ScopedId, SortedSet<string>> sets, ScopedId id, string member)
    {
        if (sets.TryGetValue(id, out var set) && set.Remove(member) && set.Count == 0)
        {
            sets.Remove(id);
        }
    }
}
