using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Resources;

/// <summary>A resource as the contract's <c>Resource</c>.</summary>
internal static class ResourceShape
{
    public static OperationOutput Output(ResourceTree tree, ResourceDocument resource, bool withMethods = false) =>
        OperationOutput.Of(Write(tree, resource, withMethods));

    /// <summary>
    /// Without <c>embed=methods</c> only the verbs show, each with an empty object (rest-control-plane §1.6).
    /// </summary>
    public static JsonObject Write(ResourceTree tree, ResourceDocument resource, bool withMethods)
    {
        var members = JsonSerializer.SerializeToNode(resource, RestApiJson.Default.ResourceDocument)!.AsObject();
        members["path"] = tree.PathOf(resource);
        if (resource.ResourceMethods.IsEmpty)
        {
            members.Remove("resourceMethods");
        }
        else if (!withMethods)
        {
            members["resourceMethods"] = new JsonObject(
                resource.ResourceMethods.Keys.Select(
                    verb => new KeyValuePair<string, JsonNode?>(verb, new JsonObject())));
        }

        return members;
    }

    /// <summary><c>embed</c> is repeated or comma-separated; only this value means anything here.</summary>
    public static bool AsksForMethods(OperationInput input) =>
        input.Members["embed"] is JsonArray values
        && values.Any(value => value!.GetValue<string>().Split(',').Contains("methods", StringComparer.Ordinal));
}
