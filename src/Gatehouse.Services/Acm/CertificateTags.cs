using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;

namespace Gatehouse.Services.Acm;

/// <summary>Tags as ACM writes them: lists of keys and values.</summary>
internal static class CertificateTags
{
    private const int KeyLength = 128;
    private const int ValueLength = 256;

    public static ImmutableSortedDictionary<string, string>? Read(JsonNode? sent) =>
        sent is JsonArray { Count: > 0 } ? Add(null, sent) : null;

    public static ImmutableSortedDictionary<string, string> Add(
        ImmutableSortedDictionary<string, string>? before, JsonNode? sent)
    {
        var tags = (before ?? ImmutableSortedDictionary<string, string>.Empty).ToBuilder();
        foreach (var tag in (sent as JsonArray ?? []).OfType<JsonObject>())
        {
            var key = tag["Key"]?.GetValue<string>() ?? string.Empty;
            var value = tag["Value"]?.GetValue<string>() ?? string.Empty;
            if (key.Length is 0 or > KeyLength || value.Length > ValueLength || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw AcmFaults.Tag($"The tag key '{key}' or its value is not valid.");
            }

            tags[key] = value;
        }

        return tags.Count <= CertificateLimits.Tags ? tags.ToImmutable() : throw AcmFaults.TooManyTags();
    }

    /// <summary>A tag without a value is removed whatever its value is.</summary>
    public static ImmutableSortedDictionary<string, string> Remove(
        ImmutableSortedDictionary<string, string>? before, JsonNode? sent)
    {
        var tags = (before ?? ImmutableSortedDictionary<string, string>.Empty).ToBuilder();
        foreach (var tag in (sent as JsonArray ?? []).OfType<JsonObject>())
        {
            var key = tag["Key"]?.GetValue<string>() ?? string.Empty;
            if (tag["Value"]?.GetValue<string>() is not { } value || tags.GetValueOrDefault(key) == value)
            {
                tags.Remove(key);
            }
        }

        return tags.ToImmutable();
    }

    public static JsonObject Write(ImmutableSortedDictionary<string, string>? tags) => new()
    {
        ["Tags"] = new JsonArray([.. (tags ?? ImmutableSortedDictionary<string, string>.Empty).Select(
            static tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]),
    };
}
