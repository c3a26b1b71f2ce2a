using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// The VPC links of version 2, in memory, and which stages asked for them: a change of a link compiles those anew
/// (http-api §10).
/// </summary>
internal sealed class VpcLinkCatalog : IDocumentObserver
{
    // Only ever touched by the observers' feed, one call at a time.
    private readonly Dictionary<ScopedId, VpcLinkV2Document> _links = [];
    private readonly Dictionary<ScopedId, HashSet<StageKey>> _users = [];

    /// <returns><see langword="null"/> when there is none; the stage is compiled again when there is.</returns>
    public VpcLinkV2Document? Find(in StageKey stage, string id)
    {
        var link = new ScopedId(stage.Scope, id);
        if (!_users.TryGetValue(link, out var stages))
        {
            _users[link] = stages = [];
        }

        stages.Add(stage);
        return _links.GetValueOrDefault(link);
    }

    /// <summary>Stages that looked for this document when they were compiled.</summary>
    public IReadOnlyCollection<StageKey> UsersOf(in DocumentKey key) => key.Kind == VpcLinkV2Document.Kind
        ? _users.GetValueOrDefault(new ScopedId(key.Scope, key.Id)) ?? []
        : [];

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        _links.Clear();
        _users.Clear();
        foreach (var (scope, link) in await store.ListAllAsync<VpcLinkV2Document>(cancellationToken))
        {
            _links[new ScopedId(scope, link.Id)] = link.Value;
        }
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        foreach (var change in commit.Changes)
        {
            var (scope, kind, id) = change.Key;
            if (kind != VpcLinkV2Document.Kind)
            {
                continue;
            }

            _links.Remove(new ScopedId(scope, id));
            if (await store.FindAsync<VpcLinkV2Document>(scope, id, cancellationToken) is { } link)
            {
                _links[new ScopedId(scope, id)] = link.Value;
            }
        }
    }
}
