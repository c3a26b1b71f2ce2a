using Gatehouse.Languages.Schema.Runtime;
using Gatehouse.Languages.Schema.Syntax;

namespace Gatehouse.Languages.Schema.Compilation;

/// <summary>
/// Follows the schemas that apply to one and the same value: allOf, anyOf, oneOf, not and schema dependencies. A cycle
/// of them would judge that value forever; a long chain would need a deep stack for each level of a body.
/// </summary>
internal static class SameValueNesting
{
    public static void Check(SchemaNode root, SchemaText text)
    {
        var heights = new Dictionary<SchemaNode, int>();
        var reached = new HashSet<SchemaNode> { root };
        var waiting = new Stack<SchemaNode>(reached);
        while (waiting.TryPop(out var node))
        {
            HeightOf(node, heights, 0, text);
            foreach (var next in OnSameValue(node).Concat(OnParts(node)))
            {
                if (reached.Add(next))
                {
                    waiting.Push(next);
                }
            }
        }
    }

    private static int HeightOf(SchemaNode node, Dictionary<SchemaNode, int> heights, int depth, SchemaText text)
    {
        const int unfinished = -1;
        if (heights.TryGetValue(node, out var known))
        {
            return known != unfinished
                ? known
                : throw text.Fault(
                    SchemaProblem.Reference, "A schema applies itself to the same value without end", text.Root);
        }
        heights[node] = unfinished;
        var height = 0;
        foreach (var next in OnSameValue(node))
        {
            height = depth < SchemaLimits.SameValueNesting
                ? Math.Max(height, 1 + HeightOf(next, heights, depth + 1, text))
                : SchemaLimits.SameValueNesting + 1;
        }
        if (height > SchemaLimits.SameValueNesting)
        {
            throw text.Fault(SchemaProblem.Limit, "Too many schemas are nested for one value", text.Root);
        }
        heights[node] = height;
        return height;
    }

    private static IEnumerable<SchemaNode> OnSameValue(SchemaNode node)
    {
        SchemaNode?[] combined = node.Value is { } value
            ? [.. value.AllOf, .. value.AnyOf, .. value.OneOf, value.Not]
            : [];
        var dependent = node.Objects?.Dependencies.Select(static one => one.Schema) ?? [];
        return combined.Concat(dependent).OfType<SchemaNode>();
    }

    private static IEnumerable<SchemaNode> OnParts(SchemaNode node)
    {
        SchemaNode?[] ofArrays = node.Arrays is { } arrays ? [arrays.Items, .. arrays.Tuple, arrays.Additional] : [];
        SchemaNode?[] ofObjects = node.Objects is { } objects
            ? [
                objects.Additional,
                .. objects.Patterns.Select(static pattern => pattern.Schema),
                .. objects.Properties.SelectMany(static property => property.Schemas),
            ]
            : [];
        return ofArrays.Concat(ofObjects).OfType<SchemaNode>();
    }
}
