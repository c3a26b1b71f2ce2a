using System.Collections.Immutable;

namespace Gatehouse.Wire.Contracts;

/// <summary>
/// One operation at the end of a path of the table: the names of the labels on the way, and its constant query.
/// </summary>
internal sealed record OperationRoute(
    OperationContract Operation,
    ImmutableArray<string> LabelNames,
    ImmutableArray<KeyValuePair<string, string?>> ConstantQuery)
{
    /// <summary>
    /// Whether the query holds every constant of the template; a constant without value asks for the name alone.
    /// </summary>
    public bool Accepts(string rawQuery)
    {
        foreach (var (name, value) in ConstantQuery)
        {
            if (!Holds(rawQuery, name, value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads <c>?name=value&amp;name</c> of a template.</summary>
    public static ImmutableArray<KeyValuePair<string, string?>> ReadConstantQuery(string query)
    {
        var constants = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            constants.Add(equals < 0 ? new(pair, null) : new(pair[..equals], pair[(equals + 1)..]));
        }

        return constants.ToImmutable();
    }

    private static bool Holds(string rawQuery, string name, string? value)
    {
        foreach (var pair in rawQuery.TrimStart('?').Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var pairName = Uri.UnescapeDataString(equals < 0 ? pair : pair[..equals]);
            var pairValue = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
            if (string.Equals(pairName, name, StringComparison.Ordinal)
                && (value is null || string.Equals(pairValue, value, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
