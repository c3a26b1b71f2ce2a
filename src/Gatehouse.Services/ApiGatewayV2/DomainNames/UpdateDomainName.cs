using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.DomainNames;

internal sealed class UpdateDomainName(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var before = await DomainNameV2Store.FindAsync(store, call, cancellationToken);
        var after = DomainNameInput.Apply(call.Input, before.Value);
        var hasUpload = await store.Documents.FindAsync<DomainCertificateDocument>(
            call.Scope, before.Id, cancellationToken) is not null;
        DomainNameRules.CheckCertificates(after, hasUpload, call.Scope);
        DomainNameRules.CheckSecurity(after);
        after = DomainNameTargets.Complete(after, store.Ids, call.Scope, store.Time.GetUtcNow());
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Replace(before, after), cancellationToken);
        return DomainNameV2Shape.Output(after, call.Scope);
    }
}
