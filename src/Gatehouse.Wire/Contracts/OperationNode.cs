namespace Gatehouse.Wire.Contracts;

/// <summary>One step of the table's trie. Mutable while the table is built, never after.</summary>
internal sealed class OperationNode
{
    private readonly Dictionary<string, OperationNode> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OperationRoute>> _routes = new(StringComparer.Ordinal);
    private OperationNode? _label;
    private OperationNode? _greedy;

    public OperationNode Literal(string segment)
    {
        if (!_literals.TryGetValue(segment, out var child))
        {
            _literals.Add(segment, child = new OperationNode());
        }

        return child;
    }

    public OperationNode Label() => _label ??= new OperationNode();

    public OperationNode Greedy() => _greedy ??= new OperationNode();

    public void Add(OperationRoute route)
    {
        var method = route.Operation.HttpMethod;
        if (!_routes.TryGetValue(method, out var routes))
        {
            _routes.Add(method, routes = []);
        }

        routes.Add(route);
        // The route that asks more of the query is asked first.
        routes.Sort((left, right) => right.ConstantQuery.Length.CompareTo(left.ConstantQuery.Length));
    }

    /// <summary>
    /// Walks from here with the segments from <paramref name="index"/> on: literals before labels before greedy labels,
    /// longest greedy value first. The method and query take part, so a literal that leads nowhere does not hide a
    /// label.
    /// </summary>
    public OperationRoute? Find(in OperationQuery query, int index, List<Range> captures)
    {
        if (index == query.Segments.Length)
        {
            return Here(query);
        }

        var segment = query.Segments[index];
        if (LiteralChild(segment)?.Find(query, index + 1, captures) is { } byLiteral)
        {
            return byLiteral;
        }

        if (_label is not null && segment.Length > 0
            && Through(_label, query, new Range(index, index + 1), captures) is { } byLabel)
        {
            return byLabel;
        }

        for (var end = query.Segments.Length; _greedy is not null && end > index; end--)
        {
            if (Through(_greedy, query, new Range(index, end), captures) is { } byGreedy)
            {
                return byGreedy;
            }
        }

        return null;
    }

    private static OperationRoute? Through(
        OperationNode child, in OperationQuery query, Range capture, List<Range> captures)
    {
        captures.Add(capture);
        var found = child.Find(query, capture.End.Value, captures);
        if (found is null)
        {
            captures.RemoveAt(captures.Count - 1);
        }

        return found;
    }

    /// <summary>
    /// A client may encode what a template spells plainly, such as the at sign of <c>/@connections</c>.
    /// </summary>
    private OperationNode? LiteralChild(string segment)
    {
        var encoded = segment.Contains('%', StringComparison.Ordinal);
        return _literals.GetValueOrDefault(encoded ? Uri.UnescapeDataString(segment) : segment);
    }

    private OperationRoute? Here(in OperationQuery query)
    {
        foreach (var route in _routes.GetValueOrDefault(query.Method) ?? [])
        {
            if (route.Accepts(query.RawQuery))
            {
                return route;
            }
        }

        return null;
    }
}
