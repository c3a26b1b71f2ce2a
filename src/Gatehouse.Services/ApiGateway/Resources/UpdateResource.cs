using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Resources;

/// <summary>Renames or moves a resource; the paths of everything below it follow (rest-control-plane §2.3).</summary>
internal sealed class UpdateResource(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        var tree = await opened.Api.ReadTreeAsync(cancellationToken);
        var before = opened.Resource.Value;
        var after = Patches(tree).Apply(before, PatchOperation.Of(call.Input));
        if (after.ParentId is { } parentId && (after.ParentId != before.ParentId || after.PathPart != before.PathPart))
        {
            ResourceRules.CheckPlace(
                tree, tree.Find(parentId) ?? throw ApiGatewayFaults.NoResource(), after.PathPart!, after.Id);
            if (PathPart.IsGreedy(after.PathPart) && tree.ChildrenOf(after.Id).Any())
            {
                throw ApiGatewayFaults.BadRequest(
                    $"Cannot create a child of a resource with a greedy path variable: {after.PathPart}");
            }
        }

        await opened.Api.CommitAsync(opened.Api.Edit().Replace(opened.Resource, after), cancellationToken);
        return ResourceShape.Output(tree, after);
    }

    private static PatchTable<ResourceDocument> Patches(ResourceTree tree) => new(
        PatchFamily.ListsPaths,
        new("/parentId", PatchOps.Replace, (resource, in match) => Move(tree, resource, match.Value)),
        new("/pathPart", PatchOps.Replace, (resource, in match) => Rename(resource, match.Value)));

    private static ResourceDocument Move(ResourceTree tree, ResourceDocument resource, string parentId)
    {
        if (resource.ParentId is null)
        {
            throw ApiGatewayFaults.BadRequest("Root resource cannot update its parentId.");
        }

        if (tree.Find(parentId) is null)
        {
            throw ApiGatewayFaults.NoResource();
        }

        return tree.IsWithin(parentId, resource.Id)
            ? throw ApiGatewayFaults.BadRequest("Resources cannot be cyclical.")
            : resource with { ParentId = parentId };
    }

    private static ResourceDocument Rename(ResourceDocument resource, string pathPart)
    {
        if (resource.ParentId is null)
        {
            throw ApiGatewayFaults.BadRequest("Root resource cannot update its pathPart.");
        }

        PathPart.Check(pathPart);
        return resource with { PathPart = pathPart };
    }
}
