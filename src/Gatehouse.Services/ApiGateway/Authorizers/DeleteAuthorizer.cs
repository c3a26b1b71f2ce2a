using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Authorizers;

internal sealed class DeleteAuthorizer(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var authorizer = await AuthorizerShape.FindAsync(api, call, cancellationToken);
        var id = authorizer.Value.Id;
        if (await UsedBy.FindMethodAsync(api, method => method.AuthorizerId == id, cancellationToken) is { } user)
        {
            throw ApiGatewayFaults.Conflict(
                $"Cannot delete authorizer '{authorizer.Value.Name}', is referenced in method: {user}");
        }

        await api.CommitAsync(api.Edit().Delete(authorizer), cancellationToken);
        return OperationOutput.Empty;
    }
}
