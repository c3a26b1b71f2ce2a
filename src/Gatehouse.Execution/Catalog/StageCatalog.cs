using System.Collections.Frozen;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Catalog;

/// <summary>The plans in force. Take <see cref="Current"/> once per request and keep what it gave.</summary>
internal sealed class StageCatalog
{
    private volatile CatalogSnapshot _current = CatalogSnapshot.Empty;

    public CatalogSnapshot Current => _current;

    internal void Publish(CatalogSnapshot snapshot) => _current = snapshot;
}

/// <summary>
/// All plans at one moment: by API id (a DNS label, so in any case) and then by stage name (exact). Two levels rather
/// than one key, so that both are looked up as slices of the request.
/// </summary>
internal sealed class CatalogSnapshot
{
    public static readonly CatalogSnapshot Empty = new([]);

    private readonly FrozenDictionary<string, Stages>.AlternateLookup<ReadOnlySpan<char>> _apis;

    public CatalogSnapshot(IEnumerable<StagePlan> plans) =>
        _apis = plans
            .GroupBy(plan => plan.ApiId, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => new Stages(group), StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    public StagePlan? Find(ReadOnlySpan<char> apiId, ReadOnlySpan<char> stageName) =>
        _apis.TryGetValue(apiId, out var stages) ? stages.Find(stageName) : null;

    public bool HasApi(ReadOnlySpan<char> apiId) => _apis.ContainsKey(apiId);

    private sealed class Stages(IEnumerable<StagePlan> plans)
    {
        private readonly FrozenDictionary<string, StagePlan>.AlternateLookup<ReadOnlySpan<char>> _byName = plans
            .ToFrozenDictionary(plan => plan.StageName, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

        public StagePlan? Find(ReadOnlySpan<char> name) => _byName.TryGetValue(name, out var plan) ? plan : null;
    }
}
