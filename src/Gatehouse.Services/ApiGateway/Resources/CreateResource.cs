using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Resources;

internal sealed class CreateResource(RestApiStore store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.FindForEditAsync(
            call.Scope, call.Input.RequiredString("restApiId"), cancellationToken)
            ?? throw ApiGatewayFaults.NoResource();
        var tree = await api.ReadTreeAsync(cancellationToken);
        var parent = tree.Find(call.Input.RequiredString("parentId")) ?? throw ApiGatewayFaults.NoResource();
        var pathPart = call.Input.FindString("pathPart");
        PathPart.Check(pathPart);
        ResourceRules.CheckPlace(tree, parent, pathPart!, selfId: null);
        if (tree.All.Count >= quotas.ResourcesPerApi)
        {
            throw ApiGatewayFaults.LimitExceeded("Resources");
        }

        var resource = new ResourceDocument { Id = store.NewPartId(), ParentId = parent.Value.Id, PathPart = pathPart };
        await api.CommitAsync(api.Edit().Create(api.PartId(resource.Id), resource), cancellationToken);
        return ResourceShape.Output(tree, resource);
    }
}
