using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Execution.Exchange;

namespace Gatehouse.Execution.Routing;

/// <summary>
/// The routes of an HTTP API, compiled (http-api §6.3): a full match of path and method goes before one through a greedy
/// variable, that before <c>$default</c>; a path that exists only for other methods falls through.
/// </summary>
/// <remarks>
/// Differs from <see cref="RouteTable{T}"/>, which serves REST APIs: there a path is found first and its method after it, and
/// a trailing slash is forgiven. A path without variables is one lookup; the tree is only walked for the others, and a
/// request visits each of its nodes at most twice.
/// </remarks>
internal sealed class HttpRouteTable<T>
    where T : class
{
    private readonly Node _root;
    private readonly FrozenDictionary<string, VerbTargets<T>>.AlternateLookup<ReadOnlySpan<char>> _literals;
    private readonly bool _hasGreedy;
    private readonly T? _default;

    internal HttpRouteTable(Node root, FrozenDictionary<string, VerbTargets<T>> literals, bool hasGreedy, T? @default)
    {
        _root = root;
        _literals = literals.GetAlternateLookup<ReadOnlySpan<char>>();
        _hasGreedy = hasGreedy;
        _default = @default;
    }

    /// <summary>Finds the route of an undecoded path.</summary>
    /// <param name="path">The path after the stage, from its slash.</param>
    /// <param name="verb">The request's method, case and all.</param>
    /// <param name="captures">Slices of <paramref name="path"/>, valid when a route is returned.</param>
    /// <returns><see langword="null"/> for 404, also for a method that no route can name.</returns>
    public T? Match(ReadOnlySpan<char> path, string verb, ref RouteCaptures captures)
    {
        var index = Verbs.IndexOf(verb);
        if (index < 0 || path.IsEmpty || path[0] != '/')
        {
            return null;
        }

        // A literal goes before a variable wherever two paths differ, so a path of literals goes before all others.
        if (_literals.TryGetValue(path, out var targets) && targets.Find(index) is { } whole)
        {
            return whole;
        }

        if (path.Length > 1 && Walk(_root, path, 1, index, ref captures, 0) is { } full)
        {
            return full;
        }

        captures.Truncate(0);
        if (_hasGreedy && WalkGreedy(_root, path, 1, index, ref captures, 0) is { } greedy)
        {
            return greedy;
        }

        captures.Truncate(0);
        return _default;
    }

    private static T? Walk(
        Node node, ReadOnlySpan<char> path, int start, int verb, ref RouteCaptures captures, int depth)
    {
        var slash = path[start..].IndexOf('/');
        var segment = slash < 0 ? path[start..] : path.Slice(start, slash);
        if (segment.IsEmpty)
        {
            return null; // neither a literal nor a variable is empty: "/x/" is not "/x"
        }

        if (node.TryGetLiteral(segment, out var literal)
            && Descend(literal, path, start, slash, verb, ref captures, depth) is { } byLiteral)
        {
            return byLiteral;
        }

        captures.Truncate(depth);
        if (node.Variable is { } variable)
        {
            captures.Set(depth, start, segment.Length);
            if (Descend(variable, path, start, slash, verb, ref captures, depth + 1) is { } byVariable)
            {
                return byVariable;
            }

            captures.Truncate(depth);
        }

        return null;
    }

    private static T? Descend(
        Node child, ReadOnlySpan<char> path, int start, int slash, int verb, ref RouteCaptures captures, int depth) =>
        slash < 0
            ? child.Targets?.Find(verb)
            : Walk(child, path, start + slash + 1, verb, ref captures, depth);

    /// <summary>The longest prefix whose greedy variable takes the rest, an empty one too.</summary>
    private static T? WalkGreedy(
        Node node, ReadOnlySpan<char> path, int start, int verb, ref RouteCaptures captures, int depth)
    {
        var slash = path[start..].IndexOf('/');
        if (slash > 0)
        {
            var next = start + slash + 1;
            if (node.TryGetLiteral(path.Slice(start, slash), out var literal)
                && WalkGreedy(literal, path, next, verb, ref captures, depth) is { } byLiteral)
            {
                return byLiteral;
            }

            captures.Truncate(depth);
            if (node.Variable is { } variable)
            {
                captures.Set(depth, start, slash);
                if (WalkGreedy(variable, path, next, verb, ref captures, depth + 1) is { } byVariable)
                {
                    return byVariable;
                }

                captures.Truncate(depth);
            }
        }

        if (node.Greedy?.Find(verb) is not { } greedy)
        {
            return null;
        }

        captures.Set(depth, start, path.Length - start);
        return greedy;
    }

    internal sealed class Node
    {
        private readonly FrozenDictionary<string, Node>? _literals;
        private readonly FrozenDictionary<string, Node>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

        public Node(
            FrozenDictionary<string, Node> literals, Node? variable, VerbTargets<T>? greedy, VerbTargets<T>? targets)
        {
            if (literals.Count > 0)
            {
                _literals = literals;
                _bySpan = literals.GetAlternateLookup<ReadOnlySpan<char>>();
            }

            Variable = variable;
            Greedy = greedy;
            Targets = targets;
        }

        public Node? Variable { get; }

        public VerbTargets<T>? Greedy { get; }

        public VerbTargets<T>? Targets { get; }

        /// <summary>By the decoded segment: an encoded slash stays inside it (http-api §6.3).</summary>
        public bool TryGetLiteral(ReadOnlySpan<char> segment, [NotNullWhen(true)] out Node? node)
        {
            node = null;
            return _literals is not null
                && (segment.Contains('%')
                    ? _literals.TryGetValue(PercentEncoding.Decode(segment, isPlusSpace: false), out node)
                    : _bySpan.TryGetValue(segment, out node));
        }
    }
}
