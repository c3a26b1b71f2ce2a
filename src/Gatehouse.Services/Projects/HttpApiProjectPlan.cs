using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.Projects;

/// <summary>One deployment of an HTTP API's project, before it is committed.</summary>
internal sealed record HttpApiProjectPlan(
    DocumentBatch Batch, ImmutableArray<string>.Builder Changes, ApiV2Definition Definition, JsonObject Root,
    string StageUrl, ImmutableArray<ProjectProblem> Warnings)
{
    /// <param name="error">Why the data plane keeps the former plan.</param>
    public ProjectDeployment Result(string? error) => new(
        Definition.Api.Name, Definition.Api.ApiId, StageUrl, [.. Definition.Routes.Select(route => RouteOf(Definition, Root, StageUrl, route))], Changes.ToImmutable(),
        Warnings, error);

    /// <param name="definition">The API.</param>
    /// <param name="root">Where examples stand, if anywhere.</param>
    /// <param name="stageUrl">What every URL begins with.</param>
    /// <param name="route">One of its routes.</param>
    public static ProjectRoute RouteOf(
        ApiV2Definition definition, JsonObject root, string stageUrl, RouteV2Document route)
    {
        _ = HttpRouteKey.TryParse(route.RouteKey, out var key);
        var method = key.IsDefault ? HttpRouteKey.Any : key.Method;
        var path = key.IsDefault ? "/" : key.Path;
        var example = RouteExample.From(
            root, key.IsDefault ? "/" + HttpRouteKey.Default : key.Path, method.ToLowerInvariant());
        var url = example.Url(stageUrl, path);
        return new ProjectRoute(
            method, key.IsDefault ? HttpRouteKey.Default : path, Backend(definition, route), url, example.Curl(method, url));
    }

    public static string Backend(ApiV2Definition definition, RouteV2Document route)
    {
        const string marker = ":function:";
        var integration = definition.Integrations.FirstOrDefault(one => one.IntegrationId == route.IntegrationId());
        var uri = integration?.IntegrationUri;
        var at = uri?.LastIndexOf(marker, StringComparison.Ordinal) ?? -1;
        return integration is null ? "nothing"
            : integration.IntegrationSubtype ?? (at < 0 ? uri ?? integration.IntegrationType
            : $"function {uri![(at + marker.Length)..].Split('/')[0]}");
    }
}
