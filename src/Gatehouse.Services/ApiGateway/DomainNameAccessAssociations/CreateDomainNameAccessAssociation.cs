using System.Text.Json;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNameAccessAssociations;

internal sealed class CreateDomainNameAccessAssociation(RestApiStore store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domainArn = call.Input.RequiredString("domainNameArn");
        var source = call.Input.RequiredString("accessAssociationSource");
        AccessAssociationRules.CheckSource(source);
        var domain = await AccessAssociationRules.FindDomainAsync(store, domainArn, cancellationToken);
        var arn = AccessAssociationRules.ArnOf(call.Scope, domain.Value, source);
        var all = await store.Documents.ListAsync<DomainNameAccessAssociationDocument>(
            call.Scope, "", cancellationToken);
        if (all.Any(one => one.Value.DomainNameAccessAssociationArn == arn))
        {
            throw ApiGatewayFaults.Conflict("Domain name access association already exists");
        }

        if (all.Length >= quotas.DomainNameAccessAssociations)
        {
            throw ApiGatewayFaults.AccountLimitExceeded("Domain Name Access Associations");
        }

        var association = new DomainNameAccessAssociationDocument
        {
            DomainNameAccessAssociationArn = arn,
            DomainNameArn = domainArn,
            AccessAssociationSourceType = call.Input.RequiredString("accessAssociationSourceType"),
            AccessAssociationSource = source,
            Tags = TagRules.Check(call.Input.Find("tags", RestApiJson.Default.ImmutableSortedDictionaryStringString)),
        };
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Create(DomainNameAccessAssociationDocument.Key(arn), association),
            cancellationToken);
        return OperationOutput.Of(JsonSerializer.SerializeToNode(
            association, DomainJson.Default.DomainNameAccessAssociationDocument)!.AsObject());
    }
}
