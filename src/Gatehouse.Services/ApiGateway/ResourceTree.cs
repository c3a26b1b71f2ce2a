using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway;

/// <summary>All resources of an API with what follows from their parents: paths, children, ancestry.</summary>
internal sealed class ResourceTree
{
    private readonly FrozenDictionary<string, Versioned<ResourceDocument>> _byId;
    private readonly ILookup<string, Versioned<ResourceDocument>> _byParent;

    public ResourceTree(string rootId, ImmutableArray<Versioned<ResourceDocument>> resources)
    {
        RootId = rootId;
        All = resources;
        _byId = resources.ToFrozenDictionary(resource => resource.Value.Id, StringComparer.Ordinal);
        _byParent = resources
            .Where(resource => resource.Value.ParentId is not null)
            .ToLookup(resource => resource.Value.ParentId!, StringComparer.Ordinal);
    }

    public string RootId { get; }

    public ImmutableArray<Versioned<ResourceDocument>> All { get; }

    public Versioned<ResourceDocument>? Find(string id) => _byId.GetValueOrDefault(id);

    public IEnumerable<Versioned<ResourceDocument>> ChildrenOf(string id) => _byParent[id];

    /// <summary>The resource and everything below it.</summary>
    public List<Versioned<ResourceDocument>> Subtree(Versioned<ResourceDocument> top)
    {
        var found = new List<Versioned<ResourceDocument>> { top };
        for (var index = 0; index < found.Count; index++)
        {
            found.AddRange(ChildrenOf(found[index].Value.Id));
        }

        return found;
    }

    public bool IsWithin(string id, string ancestorId)
    {
        for (var current = Find(id); current is not null; current = Parent(current.Value))
        {
            if (current.Value.Id == ancestorId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The full path: <c>/</c> for the root, <c>/pets/{id}</c> below it.</summary>
    public string PathOf(ResourceDocument resource)
    {
        var parts = new Stack<string>();
        for (var current = resource; current?.PathPart is { } part; current = Parent(current)?.Value)
        {
            parts.Push(part);
        }

        if (parts.Count == 0)
        {
            return "/";
        }

        var path = new StringBuilder();
        foreach (var part in parts)
        {
            path.Append('/').Append(part);
        }

        return path.ToString();
    }

    private Versioned<ResourceDocument>? Parent(ResourceDocument resource) =>
        resource.ParentId is { } parent ? Find(parent) : null;
}
