using Gatehouse.Execution.Mapping;

namespace Gatehouse.Execution.Faults;

/// <summary>
/// What an API customised, already resolved: specific type, else DEFAULT_4XX or DEFAULT_5XX, else built-in.
/// </summary>
internal sealed class GatewayResponsePlans
{
    public static readonly GatewayResponsePlans BuiltIn =
        new(new Dictionary<GatewayResponseType, GatewayResponsePlan>());

    private readonly GatewayResponsePlan?[] _byType = new GatewayResponsePlan?[GatewayResponseTable.Rows.Length];

    public GatewayResponsePlans(IReadOnlyDictionary<GatewayResponseType, GatewayResponsePlan> customised)
    {
        foreach (var row in GatewayResponseTable.Rows)
        {
            _byType[(int)row.Type] = customised.GetValueOrDefault(row.Type)
                ?? customised.GetValueOrDefault(GatewayResponseTable.FallbackOf(row.Type));
        }
    }

    /// <summary>
    /// The customisation in force, or <see langword="null"/>. The built-in 413 cannot be customised (sheet §15).
    /// </summary>
    public GatewayResponsePlan? Find(GatewayFault fault) =>
        fault.Type == GatewayResponseType.RequestTooLarge ? null : _byType[(int)fault.Type];
}

/// <summary>One customised gateway response.</summary>
internal sealed class GatewayResponsePlan
{
    /// <summary><see langword="null"/> keeps each fault's own status.</summary>
    public int? Status { get; init; }

    public required IReadOnlyList<KeyValuePair<string, ValueExpression>> Headers { get; init; }

    /// <summary>By media type; empty keeps the built-in body.</summary>
    public required IReadOnlyList<KeyValuePair<string, PlainTemplate>> Templates { get; init; }

    /// <summary>By the first media type of Accept, else JSON, else the first (sheet §7.2).</summary>
    public KeyValuePair<string, PlainTemplate>? Select(ReadOnlySpan<char> accepted)
    {
        KeyValuePair<string, PlainTemplate>? json = null;
        foreach (var entry in Templates)
        {
            if (accepted.Equals(entry.Key, StringComparison.OrdinalIgnoreCase))
            {
                return entry;
            }

            if (entry.Key.Equals(MediaType.Json, StringComparison.OrdinalIgnoreCase))
            {
                json = entry;
            }
        }

        return json ?? (Templates.Count > 0 ? Templates[0] : null);
    }
}
