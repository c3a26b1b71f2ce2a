using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Conformance.Harness;

namespace Gatehouse.Conformance.HttpApis;

/// <summary>Makes an HTTP API of an OpenAPI definition, through the management API alone.</summary>
internal static class HttpApiDeployment
{
    /// <summary>Imports the definition, serves it at these stages, and returns the API's id.</summary>
    public static async Task<string> DeployHttpAsync(this ServerProcess server, string definition, params string[] stages)
    {
        var (status, api, _) = await server.ControlAsync(
            HttpMethod.Put, "/v2/apis?failOnWarnings=true", new JsonObject { ["body"] = definition }.ToJsonString());
        if (status != HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"The import was refused: {api?.ToJsonString()}");
        }

        var id = api!["apiId"]!.GetValue<string>();
        foreach (var stage in stages)
        {
            var (created, error, _) = await server.ControlAsync(
                HttpMethod.Post, $"/v2/apis/{id}/stages", new JsonObject { ["stageName"] = stage }.ToJsonString());
            if (created != HttpStatusCode.Created)
            {
                throw new InvalidOperationException($"The stage was refused: {error?.ToJsonString()}");
            }

            (created, error, _) = await server.ControlAsync(
                HttpMethod.Post, $"/v2/apis/{id}/deployments", new JsonObject { ["stageName"] = stage }.ToJsonString());
            if (created != HttpStatusCode.Created)
            {
                throw new InvalidOperationException($"The deployment was refused: {error?.ToJsonString()}");
            }
        }

        return id;
    }
}
