using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>The full paths of an API's resources.</summary>
internal static class ResourcePaths
{
    public static IEnumerable<(string Path, ResourceDocument Resource)> Of(RestApiDefinition definition)
    {
        var byParent = definition.Resources.ToLookup(static resource => resource.ParentId, StringComparer.Ordinal);
        var waiting = new Stack<(string Path, ResourceDocument Resource)>(
            byParent[null].Select(static root => ("/", root)));
        while (waiting.TryPop(out var at))
        {
            yield return at;
            foreach (var child in byParent[at.Resource.Id])
            {
                waiting.Push((at.Path == "/" ? $"/{child.PathPart}" : $"{at.Path}/{child.PathPart}", child));
            }
        }
    }
}
