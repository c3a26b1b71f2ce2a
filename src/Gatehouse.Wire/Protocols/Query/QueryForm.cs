using System.Globalization;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Wire.Protocols.Query;

/// <summary>
/// The fields of a form as the tree that their dots spell: <c>Tags.member.1.Key</c> (security §3.1).
/// </summary>
internal sealed class QueryForm
{
    private Dictionary<string, QueryForm>? _children;

    /// <summary>What stands after the equals sign of this very field.</summary>
    public string? Value { get; private set; }

    public IReadOnlyDictionary<string, QueryForm> Children =>
        _children ?? (IReadOnlyDictionary<string, QueryForm>)EmptyChildren;

    private static Dictionary<string, QueryForm> EmptyChildren { get; } = [];

    /// <exception cref="ServiceFaultException">MalformedQueryString, 400.</exception>
    public static QueryForm Parse(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var root = new QueryForm();
        foreach (var (name, value) in fields)
        {
            var node = root;
            var depth = 0;
            foreach (var range in name.AsSpan().Split('.'))
            {
                if (++depth > ProtocolLimits.JsonDepth)
                {
                    throw new ServiceFaultException("MalformedQueryString", 400, "A field's name has too many parts.");
                }

                node = node.Child(name[range]);
            }

            node.Value = value;
        }

        return root;
    }

    public QueryForm? Find(string name) => _children?.GetValueOrDefault(name);

    /// <summary>The elements of a list, in the order of their numbers, whatever the numbers are.</summary>
    public IEnumerable<QueryForm> Elements() => Children
        .Where(static child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .OrderBy(static child => int.Parse(child.Key, CultureInfo.InvariantCulture))
        .Select(static child => child.Value);

    private QueryForm Child(string name)
    {
        _children ??= new Dictionary<string, QueryForm>(StringComparer.Ordinal);
        if (!_children.TryGetValue(name, out var child))
        {
            _children.Add(name, child = new QueryForm());
        }

        return child;
    }
}
