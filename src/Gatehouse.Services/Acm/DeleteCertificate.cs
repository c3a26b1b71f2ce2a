using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>Deletes a certificate that no domain uses.</summary>
internal sealed class DeleteCertificate(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken);
        var arn = CertificateDocument.ArnOf(call.Scope, found.Id);
        if ((await room.UsersAsync(call.Scope, cancellationToken)).Contains(arn))
        {
            throw AcmFaults.InUse(arn, call.Scope.Account);
        }

        await room.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Delete(found).DeleteIfPresent<CertificateKeyDocument>(found.Id), cancellationToken);
        return OperationOutput.Empty;
    }
}
