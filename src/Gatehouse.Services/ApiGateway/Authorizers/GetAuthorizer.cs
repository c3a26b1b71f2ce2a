using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Authorizers;

internal sealed class GetAuthorizer(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        return AuthorizerShape.Output((await AuthorizerShape.FindAsync(api, call, cancellationToken)).Value);
    }
}
