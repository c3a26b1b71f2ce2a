using Gatehouse.Services.ApiGatewayV2.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.ApiMappings;

internal sealed class GetApiMappings(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameV2Store.FindAsync(store, call, cancellationToken);
        return PageV2.Of(
            await DomainNameV2Store.MappingsAsync(store, call.Scope, domain.Id, cancellationToken),
            static mapping => mapping.Value.BasePath,
            static mapping => ApiMappingShape.Write(mapping.Value),
            call.Input);
    }
}
