using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Execution.Routing;

/// <summary>
/// A compiled tree of path templates. At each level a literal goes before <c>{param}</c>, which goes before
/// <c>{proxy+}</c>; a branch that leads to no target is left again (sheet §2).
/// </summary>
/// <remarks>
/// One hash lookup per segment, so that the cost does not grow with the number of routes. A literal match allocates
/// nothing. The tree is a tree: a request visits each node at most once, so backtracking is bounded by its size.
/// </remarks>
internal sealed class RouteTable<T>
    where T : class
{
    private readonly Node _root;

    internal RouteTable(Node root) => _root = root;

    /// <summary>Finds the target of an undecoded path.</summary>
    /// <param name="path">The path after the stage, such as <c>/pets/1</c>; percent signs are left alone.</param>
    /// <param name="captures">Slices of <paramref name="path"/>, valid when a target is returned.</param>
    public T? Match(ReadOnlySpan<char> path, ref RouteCaptures captures)
    {
        // Leading slashes collapse; one trailing slash is ignored; inner ones separate empty segments (sheet §1.3).
        var first = 0;
        while (first < path.Length && path[first] == '/')
        {
            first++;
        }

        var end = path.Length;
        if (end > first && path[end - 1] == '/')
        {
            end--;
        }

        return first >= end ? _root.Target : Walk(_root, path[..end], first, ref captures, 0);
    }

    private static T? Walk(Node node, ReadOnlySpan<char> path, int start, ref RouteCaptures captures, int depth)
    {
        if (start > path.Length)
        {
            return node.Target;
        }

        var rest = path[start..];
        var slash = rest.IndexOf('/');
        var segment = slash < 0 ? rest : rest[..slash];
        var next = slash < 0 ? path.Length + 1 : start + slash + 1;

        if (node.TryGetLiteral(segment, out var literal)
            && Walk(literal, path, next, ref captures, depth) is { } byLiteral)
        {
            return byLiteral;
        }

        captures.Truncate(depth);
        if (segment.IsEmpty)
        {
            return null; // neither kind of parameter takes an empty segment
        }

        if (node.Parameter is { } parameter)
        {
            captures.Set(depth, start, segment.Length);
            if (Walk(parameter, path, next, ref captures, depth + 1) is { } byParameter)
            {
                return byParameter;
            }

            captures.Truncate(depth);
        }

        if (node.Greedy is { } greedy)
        {
            captures.Set(depth, start, rest.TrimEnd('/').Length);
            return greedy;
        }

        return null;
    }

    internal sealed class Node
    {
        private readonly FrozenDictionary<string, Node>? _literals;
        private readonly FrozenDictionary<string, Node>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

        public Node(FrozenDictionary<string, Node> literals, Node? parameter, T? greedy, T? target)
        {
            if (literals.Count > 0)
            {
                _literals = literals;
                _bySpan = literals.GetAlternateLookup<ReadOnlySpan<char>>();
            }

            Parameter = parameter;
            Greedy = greedy;
            Target = target;
        }

        public Node? Parameter { get; }

        public T? Greedy { get; }

        public T? Target { get; }

        public bool TryGetLiteral(
            ReadOnlySpan<char> segment, [NotNullWhen(true)] out Node? node)
        {
            if (_literals is null)
            {
                node = null;
                return false;
            }

            return _bySpan.TryGetValue(segment, out node);
        }
    }
}
