using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Authorizers;

internal sealed class DeleteAuthorizer(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var authorizer = await api.AuthorizerAsync(call, cancellationToken);
        var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
        if (routes.FirstOrDefault(route => route.Value.AuthorizerId == authorizer.Value.AuthorizerId) is { } user)
        {
            throw ApiGatewayV2Faults.Conflict(
                $"Cannot delete authorizer '{authorizer.Value.Name}', is referenced in route: {user.Value.RouteKey}");
        }

        await api.CommitAndDeployAsync(api.Edit().Delete(authorizer), routes.Length, cancellationToken);
        return OperationOutput.Empty;
    }
}
