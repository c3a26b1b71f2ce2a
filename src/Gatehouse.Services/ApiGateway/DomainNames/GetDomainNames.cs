using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNames;

/// <summary>No other account shares its domains with this one: <c>OTHER_ACCOUNTS</c> lists nothing.</summary>
internal sealed class GetDomainNames(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var all = call.Input.FindString("resourceOwner") == "OTHER_ACCOUNTS"
            ? []
            : await store.Documents.ListAsync<DomainNameDocument>(call.Scope, "", cancellationToken);
        return Page.Of(all, one => one.Id, one => DomainNameShape.Write(one.Value), call.Input);
    }
}
