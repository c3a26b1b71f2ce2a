using System.Text.Json;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway;

/// <summary>
/// The trees of the APIs that were edited or listed last. A tree belongs to one edition of its API: every edit rewrites
/// the edition, so a tree whose edition is still the stored one is true, on every node, without any notice of change.
/// </summary>
/// <remarks>
/// Without it each CreateResource would read all resources of its API to check one name. Bounded by the number of
/// resources that the trees hold together.
/// </remarks>
internal sealed class ResourceTrees
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(DocumentScope Scope, string Api), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _recent = [];
    private int _resources;

    /// <param name="scope">The API's account and region.</param>
    /// <param name="api">The API's id.</param>
    /// <param name="edition">The revision of its edition, read before this call.</param>
    public ResourceTree? Find(DocumentScope scope, string api, long edition)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue((scope, api), out var node) || node.Value.Edition != edition)
            {
                return null;
            }

            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value.Tree;
        }
    }

    /// <summary>Keeps a tree that was read after its edition; an older one never takes the place of a newer.</summary>
    public void Keep(DocumentScope scope, string api, long edition, ResourceTree tree)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue((scope, api), out var node))
            {
                if (node.Value.Edition > edition)
                {
                    return;
                }

                Drop(node);
            }

            if (tree.All.Count > ApiGatewayLimits.KeptResources)
            {
                return;
            }

            _entries[(scope, api)] = _recent.AddFirst(new Entry(scope, api, edition, tree));
            _resources += tree.All.Count;
            while (_resources > ApiGatewayLimits.KeptResources)
            {
                Drop(_recent.Last!);
            }
        }
    }

    /// <summary>Brings the tree from the edition that an edit found to the one that it made.</summary>
    public void Advance(DocumentScope scope, string api, long before, long after, DocumentBatch batch)
    {
        if (batch.Writes.Count > ApiGatewayLimits.FollowedWrites || Find(scope, api, before) is not { } tree)
        {
            return; // an import: the next reader reads it all
        }

        foreach (var write in batch.Writes)
        {
            if (write.IsCheckOnly || write.Key.Kind != ResourceDocument.Kind)
            {
                continue;
            }

            var id = write.Key.Id[(api.Length + 1)..];
            tree = write.Body is null
                ? tree.Without(id)
                : tree.With(new Versioned<ResourceDocument>(
                    write.Key.Id, JsonSerializer.Deserialize(write.Body, ResourceDocument.TypeInfo)!, after));
        }

        Keep(scope, api, after, tree);
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _recent.Remove(node);
        _entries.Remove((node.Value.Scope, node.Value.Api));
        _resources -= node.Value.Tree.All.Count;
    }

    private sealed record Entry(DocumentScope Scope, string Api, long Edition, ResourceTree Tree);
}
