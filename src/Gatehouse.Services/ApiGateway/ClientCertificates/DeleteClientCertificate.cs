using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ClientCertificates;

/// <summary>Refused while a stage names the certificate (rest-control-plane §3.1).</summary>
internal sealed class DeleteClientCertificate(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var certificate = await ClientCertificateShape.FindAsync(store, call, cancellationToken);
        var rest = await store.Documents.ListAsync<StageDocument>(call.Scope, "", cancellationToken);
        var webSocket = await store.Documents.ListAsync<StageV2Document>(call.Scope, "", cancellationToken);
        var stages = rest.Select(static stage => (stage.Id, stage.Value.ClientCertificateId))
            .Concat(webSocket.Select(static stage => (stage.Id, stage.Value.ClientCertificateId)));
        foreach (var (stage, held) in stages)
        {
            if (held == certificate.Id)
            {
                // The text is unconfirmed (§2.15).
                throw ApiGatewayFaults.BadRequest(
                    $"Cannot delete client certificate '{certificate.Id}', is referenced in stage: {stage}");
            }
        }

        // A stage that takes the certificate up in this moment writes its document too, so that one of both fails.
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope)
                .Delete(certificate)
                .DeleteIfPresent<ClientCertificateKeyDocument>(certificate.Id),
            cancellationToken);
        return OperationOutput.Empty;
    }
}
