using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// The decoded input of an operation: members by their model names (nested ones too), wherever on the wire they stood.
/// The decoder has already refused wrong types, and ignored unknown members, by the contract.
/// </summary>
/// <param name="members">The members that the caller sent.</param>
/// <param name="payload">The raw body of operations whose payload is a blob; otherwise empty.</param>
internal sealed class OperationInput(JsonObject members, ReadOnlyMemory<byte> payload)
{
    public JsonObject Members { get; } = members;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>
    /// Query parameters that the contract binds to no member of their own (a free map, as GetExport has).
    /// </summary>
    public IReadOnlyDictionary<string, string> FreeQuery { get; init; } = new Dictionary<string, string>();

    public bool Has(string member) => Members.ContainsKey(member) && Members[member] is not null;

    /// <summary>A member that the contract requires: its absence is a bug of the decoder, not of the caller.</summary>
    public string RequiredString(string member) =>
        FindString(member) ?? throw new InvalidOperationException($"The contract requires '{member}'.");

    public string? FindString(string member) => Members[member]?.GetValue<string>();

    public bool? FindBoolean(string member) => Members[member]?.GetValue<bool>();

    public int? FindInteger(string member) => Members[member]?.GetValue<int>();

    public double? FindDouble(string member) => Members[member]?.GetValue<double>();

    /// <summary>A structure, list or map member as a document type.</summary>
    public T? Find<T>(string member, JsonTypeInfo<T> typeInfo) => Members[member].Deserialize(typeInfo);
}
