using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Deployments;

/// <summary>A deployment as the contract's <c>Deployment</c>.</summary>
internal static class DeploymentShape
{
    public static JsonObject Write(DeploymentDocument deployment) =>
        JsonSerializer.SerializeToNode(deployment, RestApiJson.Default.DeploymentDocument)!.AsObject();

    public static bool AsksForSummary(OperationInput input) =>
        input.Members["embed"] is JsonArray values
        && values.Any(value => value!.GetValue<string>().Split(',').Contains("apisummary", StringComparer.Ordinal));

    /// <summary>Path to verb to what the caller must bring (rest-control-plane §2.17), from the snapshot.</summary>
    public static async ValueTask<JsonObject> SummarizeAsync(
        OpenedApi api, string deploymentId, CancellationToken cancellationToken)
    {
        var summary = new JsonObject();
        var snapshot = await api.FindAsync<DeploymentSnapshotDocument>(deploymentId, cancellationToken);
        if (snapshot is null)
        {
            return summary;
        }

        var definition = snapshot.Value.Definition;
        var tree = new ResourceTree(
            definition.Api.RootResourceId,
            [.. definition.Resources.Select(resource => new Versioned<ResourceDocument>(resource.Id, resource, 0))]);
        foreach (var resource in definition.Resources.Where(resource => !resource.ResourceMethods.IsEmpty))
        {
            var verbs = new JsonObject();
            foreach (var (verb, method) in resource.ResourceMethods)
            {
                verbs[verb] = new JsonObject
                {
                    ["authorizationType"] = method.AuthorizationType,
                    ["apiKeyRequired"] = method.ApiKeyRequired,
                };
            }

            summary[tree.PathOf(resource)] = verbs;
        }

        return summary;
    }
}
