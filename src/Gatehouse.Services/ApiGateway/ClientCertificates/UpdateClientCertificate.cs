using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ClientCertificates;

internal sealed class UpdateClientCertificate(RestApiStore store) : IOperation
{
    /// <summary>rest-control-plane §2.15; the family of its refusals is a guess (§1.11).</summary>
    public static readonly PatchTable<ClientCertificateDocument> Patches = new(
        PatchFamily.ListsPaths,
        [new("/description", PatchOps.Replace, (one, in m) => one with { Description = m.ValueOrNull })]);

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var certificate = await ClientCertificateShape.FindAsync(store, call, cancellationToken);
        var changed = Patches.Apply(certificate.Value, PatchOperation.Of(call.Input));
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Replace(certificate, changed), cancellationToken);
        return ClientCertificateShape.Output(changed);
    }
}
