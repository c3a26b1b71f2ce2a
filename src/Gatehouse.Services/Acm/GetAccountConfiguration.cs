using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>When the account wants to hear of certificates that end.</summary>
internal sealed class GetAccountConfiguration(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.Documents.FindAsync<CertificateSettingsDocument>(
            call.Scope, CertificateSettingsDocument.OnlyId, cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["ExpiryEvents"] = new JsonObject { ["DaysBeforeExpiry"] = found?.Value.DaysBeforeExpiry ?? 45 },
        });
    }
}
