using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Resources;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.OpenApi;

/// <summary>The path tree that an import builds. A path that the API had before keeps its id.</summary>
internal sealed class ImportedTree
{
    private readonly ImportContext _context;
    private readonly Dictionary<string, string> _formerIds = new(StringComparer.Ordinal);
    private readonly Node _root;

    /// <param name="context">The import.</param>
    /// <param name="rootId">The API's root resource.</param>
    /// <param name="existing">Resources of the API as it is.</param>
    /// <param name="keepsExisting">Merge: resources and methods that the file does not name stay.</param>
    public ImportedTree(
        ImportContext context, string rootId, ImmutableArray<ResourceDocument> existing, bool keepsExisting)
    {
        _context = context;
        _root = new Node(rootId, null, null, "/");
        var former = WithPaths(existing).ToList();
        foreach (var (path, resource) in former)
        {
            _formerIds[path] = resource.Id;
        }

        // Only now: a child may stand before its parent, which must be made under its own id.
        foreach (var (path, resource) in keepsExisting ? former : [])
        {
            var node = Ensure(path, "");
            foreach (var (verb, method) in resource.ResourceMethods)
            {
                node!.Methods[verb] = method;
            }
        }
    }

    /// <summary>Resources so far, the root included.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>The resource at the path, made with everything above it.</summary>
    /// <returns><see langword="null"/> when the path is not possible; the problem is recorded then.</returns>
    public Node? Ensure(string path, string pointer)
    {
        var node = _root;
        foreach (var part in path == "/" ? [] : path.TrimStart('/').Split('/'))
        {
            if (node.Children.TryGetValue(part, out var child))
            {
                node = child;
                continue;
            }

            if (Refusal(node, part) is { } refusal)
            {
                _context.Error(pointer, $"Unable to create resource at path '{path}': {refusal}");
                return null;
            }

            var childPath = node == _root ? "/" + part : node.Path + "/" + part;
            child = new Node(_formerIds.GetValueOrDefault(childPath) ?? _context.NewPartId(), node.Id, part, childPath);
            node.Children[part] = child;
            Count++;
            node = child;
        }

        return node;
    }

    public ImmutableArray<ResourceDocument> ToDocuments()
    {
        var documents = ImmutableArray.CreateBuilder<ResourceDocument>();
        var waiting = new Stack<Node>([_root]);
        while (waiting.TryPop(out var node))
        {
            documents.Add(new ResourceDocument
            {
                Id = node.Id,
                ParentId = node.ParentId,
                PathPart = node.PathPart,
                ResourceMethods = node.Methods.ToImmutableSortedDictionary(StringComparer.Ordinal),
            });
            foreach (var child in node.Children.Values)
            {
                waiting.Push(child);
            }
        }

        return documents.ToImmutable();
    }

    private static string? Refusal(Node parent, string part)
    {
        try
        {
            PathPart.Check(part);
        }
        catch (ServiceFaultException fault)
        {
            return fault.Message;
        }

        if (PathPart.IsGreedy(parent.PathPart))
        {
            return $"Cannot create a child of a resource with a greedy path variable: {parent.PathPart}";
        }

        return PathPart.IsVariable(part) && parent.Children.Keys.FirstOrDefault(PathPart.IsVariable) is { } sibling
            ? $"A sibling ({sibling}) of this resource already has a variable path part -- only one is allowed"
            : null;
    }

    private static IEnumerable<(string Path, ResourceDocument Resource)> WithPaths(
        ImmutableArray<ResourceDocument> resources)
    {
        var byId = resources.ToDictionary(static resource => resource.Id, StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            var path = "";
            for (var at = resource; at?.PathPart is { } part; at = byId.GetValueOrDefault(at.ParentId!))
            {
                path = "/" + part + path;
            }

            yield return (path.Length == 0 ? "/" : path, resource);
        }
    }

    /// <summary>One resource of the tree.</summary>
    internal sealed class Node(string id, string? parentId, string? pathPart, string path)
    {
        public string Id { get; } = id;

        public string? ParentId { get; } = parentId;

        public string? PathPart { get; } = pathPart;

        public string Path { get; } = path;

        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, MethodDocument> Methods { get; } = new(StringComparer.Ordinal);

        /// <summary>Verbs that this import has set: a file may spell one path in two ways.</summary>
        public HashSet<string> Imported { get; } = new(StringComparer.Ordinal);
    }
}
