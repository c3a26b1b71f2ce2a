using System.Text.Json.Nodes;
using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Services.ApiGateway.UsagePlanKeys;

/// <summary>A key as a member of a plan. Its value is shown (rest-control-plane §2.13, §6.2).</summary>
internal static class UsagePlanKeyShape
{
    public const string Type = "API_KEY";

    public static JsonObject Write(ApiKeyDocument key)
    {
        var members = new JsonObject { ["id"] = key.Id, ["type"] = Type, ["value"] = key.Value };
        if (key.Name is not null)
        {
            members["name"] = key.Name;
        }

        return members;
    }
}
