using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNames;

internal sealed class GetDomainName(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        DomainNameShape.Output((await DomainNameStore.FindAsync(store, call, cancellationToken)).Value);
}
