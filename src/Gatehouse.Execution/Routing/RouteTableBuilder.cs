using System.Collections.Frozen;

namespace Gatehouse.Execution.Routing;

/// <summary>Collects path templates and freezes them to a <see cref="RouteTable{T}"/>.</summary>
internal sealed class RouteTableBuilder<T>
    where T : class
{
    private readonly Branch _root = new();

    /// <param name="template">Such as <c>/pets/{id}</c> or <c>/files/{path+}</c>; the root is <c>/</c>.</param>
    /// <param name="target">What a match returns.</param>
    /// <exception cref="RouteConflictException">The template is malformed or already taken.</exception>
    public void Add(string template, T target)
    {
        var branch = _root;
        var parameters = 0;
        var parts = template.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            if (!part.StartsWith('{') || !part.EndsWith('}'))
            {
                branch = branch.Literal(part);
                continue;
            }

            if (++parameters > RoutingLimits.MaxParameters)
            {
                throw new RouteConflictException(
                    $"The path {template} has more than {RoutingLimits.MaxParameters} parameters.");
            }

            if (!part.EndsWith("+}", StringComparison.Ordinal))
            {
                branch = branch.Parameter ??= new Branch();
                continue;
            }

            if (i != parts.Length - 1)
            {
                throw new RouteConflictException($"The path {template} has a part after its greedy parameter.");
            }

            branch.Greedy = branch.Greedy is null ? target : throw Taken(template);
            return;
        }

        branch.Target = branch.Target is null ? target : throw Taken(template);
    }

    public RouteTable<T> Build() => new(Freeze(_root));

    private static RouteTable<T>.Node Freeze(Branch branch) => new(
        branch.Literals is null
            ? FrozenDictionary<string, RouteTable<T>.Node>.Empty
            : branch.Literals.ToFrozenDictionary(e => e.Key, e => Freeze(e.Value), StringComparer.Ordinal),
        branch.Parameter is null ? null : Freeze(branch.Parameter),
        branch.Greedy,
        branch.Target);

    private static RouteConflictException Taken(string template) =>
        new($"Two resources answer to the path {template}.");

    private sealed class Branch
    {
        public Dictionary<string, Branch>? Literals { get; private set; }

        public Branch? Parameter { get; set; }

        public T? Greedy { get; set; }

        public T? Target { get; set; }

        public Branch Literal(string part)
        {
            Literals ??= new Dictionary<string, Branch>(StringComparer.Ordinal);
            if (!Literals.TryGetValue(part, out var branch))
            {
                Literals.Add(part, branch = new Branch());
            }

            return branch;
        }
    }
}

/// <summary>The templates of one API contradict each other; the stage is not published.</summary>
internal sealed class RouteConflictException(string message) : Exception(message);
