using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Authorizers;

internal sealed class GetAuthorizer(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var authorizer = await api.AuthorizerAsync(call, cancellationToken);
        return OperationOutput.Of(authorizer.Value, ApiV2Json.Default.AuthorizerV2Document);
    }
}
