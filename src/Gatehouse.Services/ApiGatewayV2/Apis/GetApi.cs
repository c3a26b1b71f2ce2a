using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

internal sealed class GetApi(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        ApiShape.Output((await store.OpenAsync(call, cancellationToken)).Api, call.Scope);
}
