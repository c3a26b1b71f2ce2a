using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.Projects;

/// <summary>What a redeployment changes, route by route, for a person to read.</summary>
internal static class RouteChanges
{
    /// <returns>Lines such as <c>+ GET /pets</c>, <c>- DELETE /pets/{id}</c>, <c>~ POST /pets</c>; empty when nothing changed.</returns>
    public static ImmutableArray<string> Between(RestApiDefinition? before, RestApiDefinition after)
    {
        var old = before is null ? [] : Routes(before);
        var now = Routes(after);
        var changes = ImmutableArray.CreateBuilder<string>();
        foreach (var (route, content) in now)
        {
            if (!old.TryGetValue(route, out var former))
            {
                changes.Add($"+ {route}");
            }
            else if (former != content)
            {
                changes.Add($"~ {route}");
            }
        }

        changes.AddRange(old.Keys.Where(route => !now.ContainsKey(route)).Select(static route => $"- {route}"));
        if (changes.Count == 0 && before is not null && Settings(before) != Settings(after))
        {
            changes.Add("~ settings of the API");
        }

        return changes.ToImmutable();
    }

    /// <summary>Full paths of all resources by id.</summary>
    public static Dictionary<string, string> Paths(RestApiDefinition definition)
    {
        var byId = definition.Resources.ToDictionary(static resource => resource.Id, StringComparer.Ordinal);
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in definition.Resources)
        {
            var parts = new List<string>();
            for (var at = resource; at.ParentId is not null; at = byId[at.ParentId])
            {
                parts.Add(at.PathPart!);
            }

            parts.Reverse();
            paths[resource.Id] = "/" + string.Join('/', parts);
        }

        return paths;
    }

    private static SortedDictionary<string, string> Routes(RestApiDefinition definition)
    {
        var paths = Paths(definition);
        var routes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in definition.Resources)
        {
            foreach (var (verb, method) in resource.ResourceMethods)
            {
                // Ids differ between two imports of the same text; they are not a change that a person made.
                var content = JsonSerializer.Serialize(
                    new ResourceDocument
                    {
                        Id = "",
                        ResourceMethods = resource.ResourceMethods.Clear().Add(verb, WithoutIds(method)),
                    },
                    ResourceDocument.TypeInfo);
                routes[$"{verb} {paths[resource.Id]}"] = content;
            }
        }

        return routes;
    }

    private static MethodDocument WithoutIds(MethodDocument method) => method with
    {
        RequestValidatorId = null,
        AuthorizerId = null,
        MethodIntegration = method.MethodIntegration is { } integration ? integration with { CacheNamespace = null } : null,
    };

    private static string Settings(RestApiDefinition definition) =>
        JsonSerializer.Serialize(definition.Api with { CreatedDate = 0, RootResourceId = "" }, RestApiDocument.TypeInfo);
}
