using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.Resources;

/// <summary>
/// What a resource may be called beside its siblings and below its parent (rest-control-plane §1.9, §2.3).
/// </summary>
internal static class ResourceRules
{
    public static void CheckPlace(
        ResourceTree tree, Versioned<ResourceDocument> parent, string pathPart, string? selfId)
    {
        if (PathPart.IsGreedy(parent.Value.PathPart))
        {
            throw ApiGatewayFaults.BadRequest(
                $"Cannot create a child of a resource with a greedy path variable: {parent.Value.PathPart}");
        }

        if (tree.FindChild(parent.Value.Id, pathPart) is { } namesake && namesake != selfId)
        {
            throw ApiGatewayFaults.Conflict(
                $"Another resource with the same parent already has this name: {pathPart}");
        }

        if (PathPart.IsVariable(pathPart)
            && tree.FindVariable(parent.Value.Id) is { } variable && variable != selfId)
        {
            throw ApiGatewayFaults.BadRequest(
                $"A sibling ({variable}) of this resource already has a variable path part -- only one is allowed");
        }
    }
}
