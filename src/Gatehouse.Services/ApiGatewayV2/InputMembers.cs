using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;
using TextMap = System.Collections.Immutable.ImmutableSortedDictionary<string, string>;

namespace Gatehouse.Services.ApiGatewayV2;

/// <summary>Reads members as PATCH means them (http-api §1.5): absent is untouched, present replaces or merges.</summary>
internal static class InputMembers
{
    public static readonly TextMap NoTexts = TextMap.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>The text that was sent, or what was there before; an empty one clears.</summary>
    public static string? Text(this OperationInput input, string member, string? before) =>
        input.Has(member) ? Empty(input.FindString(member)) : before;

    public static ImmutableArray<string>? Texts(this OperationInput input, string member, ImmutableArray<string>? before) =>
        input.Has(member) ? Texts(input.Members[member]!) : before;

    public static ImmutableArray<string> Texts(JsonNode node) =>
        [.. node.AsArray().Select(static element => element!.GetValue<string>())];

    /// <summary>A map that merges by key; a key whose value is empty goes.</summary>
    public static TextMap Merge(this OperationInput input, string member, TextMap? before)
    {
        var result = before ?? NoTexts;
        foreach (var (key, value) in input.Map(member))
        {
            result = value.Length == 0 ? result.Remove(key) : result.SetItem(key, value);
        }

        return result;
    }

    public static TextMap Map(this OperationInput input, string member) =>
        input.Members[member] is JsonObject map ? Map(map) : NoTexts;

    /// <summary>A map as a member of a document: none when it is empty.</summary>
    public static TextMap? OrNull(this TextMap map) => map.IsEmpty ? null : map;

    public static TextMap Map(JsonObject map) => map
        .Where(static entry => entry.Value is not null)
        .ToImmutableSortedDictionary(
            static entry => entry.Key, static entry => entry.Value!.GetValue<string>(), StringComparer.Ordinal);

    public static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
