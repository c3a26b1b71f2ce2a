using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.DomainNames;

internal sealed class GetDomainName(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        DomainNameV2Shape.Output((await DomainNameV2Store.FindAsync(store, call, cancellationToken)).Value, call.Scope);
}
