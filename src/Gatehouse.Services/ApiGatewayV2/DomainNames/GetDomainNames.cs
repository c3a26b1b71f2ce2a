using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.DomainNames;

/// <summary>Private domains are version 1's alone.</summary>
internal sealed class GetDomainNames(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var all = await store.Documents.ListAsync<DomainNameDocument>(call.Scope, "", cancellationToken);
        return PageV2.Of(
            all.Where(static domain => !domain.Value.IsPrivate()),
            static domain => domain.Id,
            domain => DomainNameV2Shape.Write(domain.Value, call.Scope),
            call.Input);
    }
}
