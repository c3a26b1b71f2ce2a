using Gatehouse.Model.Certificates;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>Issues a certificate of the house's authority anew, under its ARN and with a new key.</summary>
internal sealed class RenewCertificate(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken);
        if (found.Value.Type != CertificateDocument.Issued)
        {
            throw AcmFaults.Invalid(
                $"The certificate {CertificateDocument.ArnOf(call.Scope, found.Id)} was imported and cannot be renewed; import it anew.");
        }

        await CertificateRenewal.RenewAsync(room, call.Scope, found, cancellationToken);
        return OperationOutput.Empty;
    }
}
