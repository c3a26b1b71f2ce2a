using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Authorizers;

internal sealed class GetAuthorizers(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var authorizers = await api.ListAsync<AuthorizerV2Document>(cancellationToken);
        return PageV2.Of(
            authorizers.Select(static one => one.Value),
            static one => one.AuthorizerId,
            ApiV2Json.Default.AuthorizerV2Document,
            call.Input);
    }
}
