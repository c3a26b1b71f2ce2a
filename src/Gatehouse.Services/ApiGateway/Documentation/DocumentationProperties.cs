using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>The content of a part, which is stored as the text of a JSON object.</summary>
internal static class DocumentationProperties
{
    /// <summary>As deep as <see cref="DocumentationRules.CheckProperties"/> lets one be.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static JsonObject Parse(string properties) => JsonNode.Parse(properties, null, Options)!.AsObject();

    /// <summary>Member by member: what the newer object says replaces what the older one said.</summary>
    public static string Merge(string older, JsonObject newer)
    {
        var merged = Parse(older);
        foreach (var (name, value) in newer)
        {
            merged[name] = value?.DeepClone();
        }

        return CompactJson.Write(merged);
    }

    /// <summary>Whether <paramref name="whole"/> says all that <paramref name="part"/> does.</summary>
    public static bool Covers(JsonObject whole, JsonObject part) => part.All(
        member => whole.TryGetPropertyValue(member.Key, out var value) && IsCovered(value, member.Value));

    private static bool IsCovered(JsonNode? whole, JsonNode? part) =>
        whole is JsonObject outer && part is JsonObject inner ? Covers(outer, inner) : JsonNode.DeepEquals(whole, part);
}
