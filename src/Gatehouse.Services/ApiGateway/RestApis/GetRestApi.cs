using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RestApis;

internal sealed class GetRestApi(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        RestApiShape.Output((await store.OpenAsync(call, cancellationToken)).Api);
}
