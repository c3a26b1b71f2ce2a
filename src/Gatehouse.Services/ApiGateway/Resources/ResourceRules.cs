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

        foreach (var sibling in tree.ChildrenOf(parent.Value.Id).Select(child => child.Value))
        {
            if (sibling.Id == selfId)
            {
                continue;
            }

            if (sibling.PathPart == pathPart)
            {
                throw ApiGatewayFaults.Conflict(
                    $"Another resource with the same parent already has this name: {pathPart}");
            }

            if (PathPart.IsVariable(pathPart) && PathPart.IsVariable(sibling.PathPart!))
            {
                throw ApiGatewayFaults.BadRequest(
                    $"A sibling ({sibling.Id}) of this resource already has a variable path part -- "
                    + "only one is allowed");
            }
        }
    }
}
