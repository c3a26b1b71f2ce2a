using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>Adds tags, or changes their values.</summary>
internal sealed class AddTagsToCertificate(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken, "CertificateArn");
        await room.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Replace(found, found.Value with { Tags = CertificateTags.Add(found.Value.Tags, call.Input.Members["Tags"]) }),
            cancellationToken);
        return OperationOutput.Empty;
    }
}
