using System.Collections.Frozen;

namespace Gatehouse.Execution.Routing;

/// <summary>Collects route keys and freezes them to a <see cref="HttpRouteTable{T}"/>.</summary>
internal sealed class HttpRouteTableBuilder<T>
    where T : class
{
    private readonly Branch _root = new();
    private readonly Dictionary<string, VerbTargets<T>> _literals = new(StringComparer.Ordinal);
    private bool _hasGreedy;
    private T? _default;

    /// <summary>Adds <c>$default</c>.</summary>
    /// <exception cref="RouteConflictException">There is one already.</exception>
    public void AddDefault(T target) =>
        _default = _default is null ? target : throw new RouteConflictException("Two routes have the key $default.");

    /// <param name="verb">An upper-case method or <c>ANY</c>.</param>
    /// <param name="path">Such as <c>/pets/{id}</c> or <c>/files/{path+}</c>; the root is <c>/</c>.</param>
    /// <param name="target">What a match returns.</param>
    /// <exception cref="RouteConflictException">The key is malformed or already taken.</exception>
    public void Add(string verb, string path, T target)
    {
        var segments = path.Length > 1 ? path[1..].Split('/') : [];
        var branch = _root;
        var variables = 0;
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = segments[i];
            if (!segment.StartsWith('{') || !segment.EndsWith('}'))
            {
                branch = branch.Literal(segment);
                continue;
            }

            if (++variables > RoutingLimits.MaxParameters)
            {
                throw new RouteConflictException(
                    $"The path {path} has more than {RoutingLimits.MaxParameters} parameters.");
            }

            if (!segment.EndsWith("+}", StringComparison.Ordinal))
            {
                branch = branch.Variable ??= new Branch();
                continue;
            }

            if (i != segments.Length - 1)
            {
                throw new RouteConflictException($"The path {path} has a part after its greedy parameter.");
            }

            _hasGreedy = true;
            Take(branch.Greedy ??= new VerbTargets<T>(), verb, path, target);
            return;
        }

        Take(branch.Targets ??= new VerbTargets<T>(), verb, path, target);
        if (variables == 0)
        {
            _literals[path] = branch.Targets;
        }
    }

    public HttpRouteTable<T> Build() => new(
        Freeze(_root), _literals.ToFrozenDictionary(StringComparer.Ordinal), _hasGreedy, _default);

    private static void Take(VerbTargets<T> targets, string verb, string path, T target)
    {
        if (!targets.TryAdd(verb, target))
        {
            throw new RouteConflictException($"Two routes answer to {verb} {path}, or the method is none.");
        }
    }

    private static HttpRouteTable<T>.Node Freeze(Branch branch) => new(
        branch.Literals is null
            ? FrozenDictionary<string, HttpRouteTable<T>.Node>.Empty
            : branch.Literals.ToFrozenDictionary(
                static entry => entry.Key, static entry => Freeze(entry.Value), StringComparer.Ordinal),
        branch.Variable is null ? null : Freeze(branch.Variable),
        branch.Greedy,
        branch.Targets);

    private sealed class Branch
    {
        public Dictionary<string, Branch>? Literals { get; private set; }

        public Branch? Variable { get; set; }

        public VerbTargets<T>? Greedy { get; set; }

        public VerbTargets<T>? Targets { get; set; }

        public Branch Literal(string segment)
        {
            Literals ??= new Dictionary<string, Branch>(StringComparer.Ordinal);
            if (!Literals.TryGetValue(segment, out var branch))
            {
                Literals.Add(segment, branch = new Branch());
            }

            return branch;
        }
    }
}
