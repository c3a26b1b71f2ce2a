using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>Sets when the account wants to hear of certificates that end; it is logged, and no event is sent.</summary>
internal sealed class PutAccountConfiguration(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var days = (call.Input.Members["ExpiryEvents"] as JsonObject)?["DaysBeforeExpiry"]?.GetValue<int>() ?? 45;
        if (days is < 1 or > 45)
        {
            throw AcmFaults.Invalid(
                $"1 validation error detected: Value '{days}' at 'expiryEvents.daysBeforeExpiry' failed to satisfy constraint: Member "
                + "must have value between 1 and 45");
        }

        await room.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Upsert(
                CertificateSettingsDocument.OnlyId, new CertificateSettingsDocument { DaysBeforeExpiry = days }),
            cancellationToken);
        return OperationOutput.Empty;
    }
}
