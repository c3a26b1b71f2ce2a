using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>An API as the contract's <c>RestApi</c>.</summary>
internal static class RestApiShape
{
    public static JsonObject Write(RestApiDocument api)
    {
        var members = JsonSerializer.SerializeToNode(api, RestApiJson.Default.RestApiDocument)!.AsObject();
        if (api.Policy is { } policy)
        {
            members["policy"] = ResourcePolicy.Escape(policy);
        }

        return members;
    }

    public static OperationOutput Output(RestApiDocument api) => OperationOutput.Of(Write(api));

    /// <summary>
    /// UpdateRestApi and PutRestApi show <c>tags: {}</c> where the others leave the member out (§1.13).
    /// </summary>
    public static JsonObject WriteWithTags(RestApiDocument api)
    {
        var members = Write(api);
        members["tags"] ??= new JsonObject();
        return members;
    }
}
