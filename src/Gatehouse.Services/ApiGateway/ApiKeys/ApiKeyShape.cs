using System.Text.Json.Nodes;
using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Services.ApiGateway.ApiKeys;

/// <summary>A key as the contract's <c>ApiKey</c>. Only those who ask for the value see it.</summary>
internal static class ApiKeyShape
{
    public static JsonObject Write(ApiKeyDocument key, bool withValue, bool alwaysWithTags = false)
    {
        var members = new JsonObject { ["id"] = key.Id };
        if (withValue)
        {
            members["value"] = key.Value;
        }

        AddIfPresent(members, "name", key.Name);
        AddIfPresent(members, "customerId", key.CustomerId);
        AddIfPresent(members, "description", key.Description);
        members["enabled"] = key.Enabled;
        members["createdDate"] = key.CreatedDate;
        members["lastUpdatedDate"] = key.LastUpdatedDate;
        var stages = new JsonArray();
        foreach (var stage in key.StageKeys ?? [])
        {
            stages.Add((JsonNode)stage);
        }

        members["stageKeys"] = stages; // always there (§1.5)
        if (key.Tags is not null || alwaysWithTags)
        {
            members["tags"] = TagsOf(key.Tags);
        }

        return members;
    }

    internal static JsonObject TagsOf(IEnumerable<KeyValuePair<string, string>>? tags) =>
        new((tags ?? []).Select(tag => new KeyValuePair<string, JsonNode?>(tag.Key, tag.Value)));

    private static void AddIfPresent(JsonObject members, string name, string? value)
    {
        if (value is not null)
        {
            members[name] = value;
        }
    }
}
