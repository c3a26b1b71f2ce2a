using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>Changes the transparency logging and exportability of an issued certificate.</summary>
internal sealed class UpdateCertificateOptions(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken);
        if (found.Value.Type != CertificateDocument.Issued)
        {
            throw AcmFaults.State("The options of an imported certificate cannot be changed.");
        }

        var options = call.Input.Members["Options"];
        await room.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Replace(found, found.Value with
            {
                TransparencyLogging = options?["CertificateTransparencyLoggingPreference"]?.GetValue<string>()
                    ?? found.Value.TransparencyLogging,
                IsExportable = options?["Export"]?.GetValue<string>() is { } export ? export == "ENABLED" : found.Value.IsExportable,
                ValidationMethod = options?["ValidationMethod"]?.GetValue<string>() ?? found.Value.ValidationMethod,
            }),
            cancellationToken);
        return OperationOutput.Empty;
    }
}
