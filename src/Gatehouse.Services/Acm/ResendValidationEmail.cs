using Gatehouse.Model.Certificates;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>There is nothing to validate: what is requested is issued at once.</summary>
internal sealed class ResendValidationEmail(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken);
        throw AcmFaults.State(
            $"The certificate {CertificateDocument.ArnOf(call.Scope, found.Id)} is not waiting for a validation by e-mail.");
    }
}
