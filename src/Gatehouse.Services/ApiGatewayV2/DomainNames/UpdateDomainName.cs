using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.DomainNames;

internal sealed class UpdateDomainName(ApiV2Store store, DomainSecurity security) : IOperation
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
        var batch = new DocumentBatch(call.Scope);
        after = await security.SettleAsync(
            call.Scope, after, before.Value, call.Input.Has("MutualTlsAuthentication"), batch, cancellationToken);
        await store.Documents.CommitAsync(batch.Replace(before, after), cancellationToken);
        return DomainNameV2Shape.Output(after, call.Scope);
    }
}
