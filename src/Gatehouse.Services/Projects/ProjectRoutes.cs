using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.Projects;

/// <summary>A deployed definition's routes, in the order of its file.</summary>
internal static class ProjectRoutes
{
    public static ImmutableArray<ProjectRoute> Of(RestApiDefinition definition, JsonObject root, string stageUrl)
    {
        var order = (root["paths"] as JsonObject ?? []).Select(static (path, index) => (path.Key, Index: index))
            .ToDictionary(static path => path.Key, static path => path.Index, StringComparer.Ordinal);
        var paths = RouteChanges.Paths(definition);
        return
        [
            .. definition.Resources
                .OrderBy(resource => order.GetValueOrDefault(paths[resource.Id], int.MaxValue))
                .SelectMany(resource => resource.ResourceMethods.Values.Select(method => RouteOf(root, paths[resource.Id], method, stageUrl))),
        ];
    }

    private static ProjectRoute RouteOf(JsonObject root, string path, MethodDocument method, string stageUrl)
    {
        var example = RouteExample.From(root, path, method.HttpMethod.ToLowerInvariant());
        var url = example.Url(stageUrl, path);
        return new ProjectRoute(method.HttpMethod, path, Backend(method.MethodIntegration!), url, example.Curl(method.HttpMethod, url));
    }

    private static string Backend(IntegrationDocument integration) => integration.Type switch
    {
        "MOCK" => "mock",
        "AWS_PROXY" or "AWS" when FunctionIn(integration.Uri) is { } name => $"function {name}",
        _ => integration.Uri ?? integration.Type,
    };

    private static string? FunctionIn(string? uri)
    {
        const string Marker = ":function:";
        var at = uri?.LastIndexOf(Marker, StringComparison.Ordinal) ?? -1;
        return at < 0 ? null : uri![(at + Marker.Length)..].Split('/')[0];
    }
}
