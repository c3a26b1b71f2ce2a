using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.BasePathMappings;

internal sealed class GetBasePathMappings(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameStore.FindAsync(store, call, cancellationToken);
        return Page.Of(
            await DomainNameStore.MappingsAsync(store, call.Scope, domain.Id, cancellationToken),
            one => one.Value.BasePath,
            one => BasePathMappingShape.Write(one.Value),
            call.Input);
    }
}
