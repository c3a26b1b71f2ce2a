using System.Text.Json;
using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNameAccessAssociations;

/// <summary>
/// <c>SELF</c> lists the caller's own associations, <c>OTHER_ACCOUNTS</c> those that others made with its domains.
/// </summary>
internal sealed class GetDomainNameAccessAssociations(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var others = call.Input.FindString("resourceOwner") == "OTHER_ACCOUNTS";
        var domains = $":{call.Scope.Region}:{call.Scope.Account}:/domainnames/";
        var all = await store.Documents.ListAllAsync<DomainNameAccessAssociationDocument>(cancellationToken);
        return Page.Of(
            all.Where(one => others
                ? one.Scope != call.Scope && one.Document.Value.DomainNameArn.Contains(domains, StringComparison.Ordinal)
                : one.Scope == call.Scope),
            one => one.Document.Id,
            one => JsonSerializer.SerializeToNode(
                one.Document.Value, DomainJson.Default.DomainNameAccessAssociationDocument)!,
            call.Input);
    }
}
