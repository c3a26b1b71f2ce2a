using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>Marks a certificate of the house's authority as revoked; no domain can take it any more.</summary>
internal sealed class RevokeCertificate(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken);
        var arn = CertificateDocument.ArnOf(call.Scope, found.Id);
        if (found.Value.Type != CertificateDocument.Issued || !found.Value.IsExportable)
        {
            throw AcmFaults.Invalid($"The certificate {arn} is not an exportable certificate and cannot be revoked.");
        }

        if ((await room.UsersAsync(call.Scope, cancellationToken)).Contains(arn))
        {
            throw AcmFaults.InUse(arn, call.Scope.Account);
        }

        await room.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Replace(found, found.Value with
            {
                RevokedAt = found.Value.RevokedAt ?? room.Now, RevocationReason = call.Input.RequiredString("RevocationReason"),
            }),
            cancellationToken);
        return OperationOutput.Of(new JsonObject { ["CertificateArn"] = arn });
    }
}
