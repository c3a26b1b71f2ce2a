using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNameAccessAssociations;

/// <summary>Only the account that made an association deletes it.</summary>
internal sealed class DeleteDomainNameAccessAssociation(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var key = DomainNameAccessAssociationDocument.Key(call.Input.RequiredString("domainNameAccessAssociationArn"));
        var association = await store.Documents.FindAsync<DomainNameAccessAssociationDocument>(
            call.Scope, key, cancellationToken) ?? throw AccessAssociationRules.NotFound();
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Delete(association), cancellationToken);
        return OperationOutput.Empty;
    }
}
