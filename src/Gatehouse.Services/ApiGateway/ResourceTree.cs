using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway;

/// <summary>All resources of an API with what follows from their parents: paths, children, ancestry.</summary>
/// <remarks>
/// Immutable, and every change shares what it leaves alone: an API of ten thousand resources is edited one resource
/// at a time, and no edit may cost what all the others weigh.
/// </remarks>
internal sealed class ResourceTree
{
    private static readonly IComparer<Versioned<ResourceDocument>> ById =
        Comparer<Versioned<ResourceDocument>>.Create(static (one, other) =>
            string.CompareOrdinal(one.Value.Id, other.Value.Id));

    private readonly ImmutableList<Versioned<ResourceDocument>> _all;
    private readonly ImmutableDictionary<string, Siblings> _children;

    public ResourceTree(string rootId, IEnumerable<Versioned<ResourceDocument>> resources)
        : this(rootId, [.. resources.Order(ById)], ImmutableDictionary.Create<string, Siblings>(StringComparer.Ordinal))
    {
        var children = _children.ToBuilder();
        foreach (var family in _all.Where(static one => one.Value.ParentId is not null).GroupBy(Parent))
        {
            children[family.Key] = Siblings.Of(family);
        }

        _children = children.ToImmutable();
    }

    private ResourceTree(
        string rootId, ImmutableList<Versioned<ResourceDocument>> all, ImmutableDictionary<string, Siblings> children)
    {
        RootId = rootId;
        _all = all;
        _children = children;
    }

    public string RootId { get; }

    /// <summary>In ordinal order of their ids.</summary>
    public IReadOnlyList<Versioned<ResourceDocument>> All => _all;

    public Versioned<ResourceDocument>? Find(string id) => IndexOf(id) is >= 0 and var index ? _all[index] : null;

    public IEnumerable<Versioned<ResourceDocument>> ChildrenOf(string id) =>
        _children.TryGetValue(id, out var siblings) ? siblings.Ids.Select(child => Find(child)!) : [];

    /// <summary>The id of the child with this name.</summary>
    public string? FindChild(string parentId, string pathPart) => _children.GetValueOrDefault(parentId)?.Find(pathPart);

    /// <summary>The id of the child that is a variable; a parent has at most one (rest-control-plane §2.3).</summary>
    public string? FindVariable(string parentId) => _children.GetValueOrDefault(parentId)?.VariableId;

    /// <summary>The resources whose ids come after this one, in order.</summary>
    public IEnumerable<Versioned<ResourceDocument>> After(string? id)
    {
        var index = id is null ? 0 : IndexOf(id) is >= 0 and var found ? found + 1 : ~IndexOf(id);
        for (; index < _all.Count; index++)
        {
            yield return _all[index];
        }
    }

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
        for (var current = Find(id); current is not null; current = FindParent(current.Value))
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
        var parts = new List<string>();
        for (var current = resource; current?.PathPart is { } part; current = FindParent(current)?.Value)
        {
            parts.Add(part);
        }

        parts.Reverse();
        return "/" + string.Join('/', parts);
    }

    /// <summary>The tree with this resource, in the place of the one that had its id.</summary>
    public ResourceTree With(Versioned<ResourceDocument> resource)
    {
        var index = IndexOf(resource.Value.Id);
        if (index < 0)
        {
            return new ResourceTree(RootId, _all.Insert(~index, resource), Joined(_children, resource.Value));
        }

        var before = _all[index].Value;
        var isMoved = before.ParentId != resource.Value.ParentId || before.PathPart != resource.Value.PathPart;
        return new ResourceTree(
            RootId,
            _all.SetItem(index, resource),
            isMoved ? Joined(Left(_children, before), resource.Value) : _children);
    }

    public ResourceTree Without(string id) => IndexOf(id) is >= 0 and var index
        ? new ResourceTree(RootId, _all.RemoveAt(index), Left(_children, _all[index].Value))
        : this;

    private static string Parent(Versioned<ResourceDocument> resource) => resource.Value.ParentId!;

    private static ImmutableDictionary<string, Siblings> Joined(
        ImmutableDictionary<string, Siblings> families, ResourceDocument child) => child.ParentId is { } parent
        ? families.SetItem(parent, (families.GetValueOrDefault(parent) ?? Siblings.None).With(child))
        : families;

    private static ImmutableDictionary<string, Siblings> Left(
        ImmutableDictionary<string, Siblings> families, ResourceDocument child) =>
        child.ParentId is { } parent && families.TryGetValue(parent, out var siblings)
            ? families.SetItem(parent, siblings.Without(child))
            : families;

    /// <returns>Where it stands, or the complement of where it would.</returns>
    private int IndexOf(string id) =>
        _all.BinarySearch(new Versioned<ResourceDocument>(id, new ResourceDocument { Id = id }, 0), ById);

    private Versioned<ResourceDocument>? FindParent(ResourceDocument resource) =>
        resource.ParentId is { } parent ? Find(parent) : null;

    /// <summary>The children of one parent, by their names.</summary>
    private sealed record Siblings(ImmutableDictionary<string, string> ByPart, string? VariableId)
    {
        public static readonly Siblings None = new(
            ImmutableDictionary.Create<string, string>(StringComparer.Ordinal), VariableId: null);

        public IEnumerable<string> Ids => ByPart.Values;

        public static Siblings Of(IEnumerable<Versioned<ResourceDocument>> children)
        {
            var parts = None.ByPart.ToBuilder();
            string? variable = null;
            foreach (var child in children.Select(static child => child.Value))
            {
                parts[child.PathPart!] = child.Id;
                variable = IsVariable(child) ? child.Id : variable;
            }

            return new Siblings(parts.ToImmutable(), variable);
        }

        public string? Find(string pathPart) => ByPart.GetValueOrDefault(pathPart);

        public Siblings With(ResourceDocument child) =>
            new(ByPart.SetItem(child.PathPart!, child.Id), IsVariable(child) ? child.Id : VariableId);

        public Siblings Without(ResourceDocument child) =>
            new(ByPart.Remove(child.PathPart!), VariableId == child.Id ? null : VariableId);

        private static bool IsVariable(ResourceDocument child) => Resources.PathPart.IsVariable(child.PathPart!);
    }
}
