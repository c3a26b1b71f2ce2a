using System.Collections.Immutable;

namespace Gatehouse.Wire.Contracts;

/// <summary>
/// Finds the operation of a REST service by a request's method, raw path and raw query. The paths of all operations
/// form one trie, so the cost follows the path's length and not the number of operations.
/// </summary>
public sealed class OperationTable
{
    private readonly OperationNode _root = new();

    private OperationTable()
    {
    }

    /// <summary>Compiles a service's templates. The table is immutable; keep it as long as the contract.</summary>
    /// <exception cref="ArgumentException">The service's protocol has one route for all operations.</exception>
    public static OperationTable Build(ServiceContract contract)
    {
        if (contract.Protocol is not (WireProtocol.RestJson1 or WireProtocol.RestXml))
        {
            throw new ArgumentException($"{contract.Id} does not route by path.", nameof(contract));
        }

        var table = new OperationTable();
        foreach (var operation in contract.Operations)
        {
            table.Add(operation);
        }

        return table;
    }

    /// <summary>
    /// The operation that the request means, or null. One slash at the end of the path is forgiven. A percent-encoded
    /// slash stays inside its segment and arrives decoded in the label's value.
    /// </summary>
    /// <param name="method">The method, in upper case.</param>
    /// <param name="rawPath">The path as sent, before any decoding, without the query.</param>
    /// <param name="rawQuery">The query as sent, with or without its question mark.</param>
    public OperationMatch? Match(string method, string rawPath, string rawQuery = "")
    {
        var query = new OperationQuery(method, Segments(rawPath), rawQuery);
        var captures = new List<Range>();
        if (_root.Find(query, 0, captures) is not { } route)
        {
            return null;
        }

        var labels = new Dictionary<string, string>(captures.Count, StringComparer.Ordinal);
        for (var i = 0; i < captures.Count; i++)
        {
            labels.Add(route.LabelNames[i], Uri.UnescapeDataString(string.Join('/', query.Segments[captures[i]])));
        }

        return new OperationMatch(route.Operation, labels);
    }

    private void Add(OperationContract operation)
    {
        var question = operation.UriTemplate.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? operation.UriTemplate : operation.UriTemplate[..question];
        var segments = Segments(path);
        var names = segments.Where(IsLabel).Select(LabelName).ToImmutableArray();
        var constants = OperationRoute.ReadConstantQuery(question < 0 ? "" : operation.UriTemplate[(question + 1)..]);
        var route = new OperationRoute(operation, names, constants);

        var parent = _root;
        var node = _root;
        foreach (var segment in segments)
        {
            parent = node;
            node = !IsLabel(segment) ? node.Literal(segment) : IsGreedy(segment) ? node.Greedy() : node.Label();
        }

        node.Add(route);
        if (EndsInTagsOfResource(segments))
        {
            parent.Greedy().Add(route);
        }
    }

    /// <summary>
    /// The tags operations take a resource's ARN as their last label, and some clients send the ARN's slashes raw. So
    /// the last label of a template may swallow further segments when no other template matches, but only right after
    /// <c>/tags/</c>: elsewhere a longer path is another resource, or none.
    /// </summary>
    private static bool EndsInTagsOfResource(string[] segments) =>
        segments.Length >= 2
        && IsLabel(segments[^1])
        && !IsGreedy(segments[^1])
        && string.Equals(segments[^2], "tags", StringComparison.Ordinal);

    private static string[] Segments(string path)
    {
        var start = path.StartsWith('/') ? 1 : 0;
        var end = path.Length > start && path.EndsWith('/') ? path.Length - 1 : path.Length;
        return end == start ? [] : path[start..end].Split('/');
    }

    private static bool IsLabel(string segment) => segment.StartsWith('{') && segment.EndsWith('}');

    private static bool IsGreedy(string segment) => segment.EndsWith("+}", StringComparison.Ordinal);

    private static string LabelName(string segment) => segment[1..(IsGreedy(segment) ? ^2 : ^1)];
}
