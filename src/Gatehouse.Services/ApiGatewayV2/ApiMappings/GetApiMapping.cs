using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.ApiMappings;

internal sealed class GetApiMapping(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        ApiMappingShape.Output((await ApiMappingShape.FindAsync(store, call, cancellationToken)).Mapping.Value);
}
