using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Services.ApiGateway.UsagePlans;

/// <summary>A plan as the contract's <c>UsagePlan</c>.</summary>
internal static class UsagePlanShape
{
    public static JsonObject Write(UsagePlanDocument plan) =>
        JsonSerializer.SerializeToNode(plan, UsagePlanJson.Default.UsagePlanDocument)!.AsObject();

    /// <summary>GetUsagePlan and UpdateUsagePlan show <c>tags: {}</c> when there are none (§1.13).</summary>
    public static JsonObject WriteWithTags(UsagePlanDocument plan)
    {
        var members = Write(plan);
        members["tags"] ??= new JsonObject();
        return members;
    }
}
