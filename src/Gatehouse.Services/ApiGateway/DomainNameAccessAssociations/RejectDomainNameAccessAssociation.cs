using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNameAccessAssociations;

/// <summary>
/// The domain's owner refuses an association; it stays with the account that made it until that deletes it.
/// </summary>
internal sealed class RejectDomainNameAccessAssociation(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("domainNameAccessAssociationArn");
        var domainArn = call.Input.RequiredString("domainNameArn");
        var all = await store.Documents.ListAllAsync<DomainNameAccessAssociationDocument>(cancellationToken);
        var isOwner = domainArn.Contains(
            $":{call.Scope.Region}:{call.Scope.Account}:/domainnames/", StringComparison.Ordinal);
        var (scope, association) = all.FirstOrDefault(one =>
            one.Document.Value.DomainNameAccessAssociationArn == arn && one.Document.Value.DomainNameArn == domainArn);
        if (!isOwner || association is null)
        {
            throw AccessAssociationRules.NotFound();
        }

        await store.Documents.CommitAsync(
            new DocumentBatch(scope).Replace(association, association.Value with { IsRejected = true }),
            cancellationToken);
        return OperationOutput.Empty;
    }
}
