using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>Takes a certificate with its key; under the ARN of an imported one it takes its place, and who uses it shows the new one at once.</summary>
internal sealed class ImportCertificate(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var imported = ImportedCertificate.Read(call.Input, room.Now);
        var tags = CertificateTags.Read(call.Input.Members["Tags"]);
        var key = new CertificateKeyDocument { PrivateKey = imported.PrivateKey };
        var batch = new DocumentBatch(call.Scope);
        string id;
        if (call.Input.Has("CertificateArn"))
        {
            var before = await room.FindAsync(call, cancellationToken);
            if (before.Value.Type != CertificateDocument.Imported || tags is not null)
            {
                throw AcmFaults.Invalid(
                    tags is null
                        ? "Only an imported certificate can be imported anew."
                        : "Tags cannot be specified when a certificate is imported anew.");
            }

            id = before.Id;
            batch.Replace(before, before.Value with
            {
                Certificate = imported.Certificate, Chain = imported.Chain, DomainName = imported.DomainName, ChangedAt = room.Now,
            });
        }
        else
        {
            id = room.Ids.Uuid();
            await room.CheckRoomAsync(call.Scope, cancellationToken);
            batch.Create(id, new CertificateDocument
            {
                Id = id,
                Type = CertificateDocument.Imported,
                DomainName = imported.DomainName,
                Certificate = imported.Certificate,
                Chain = imported.Chain,
                CreatedAt = room.Now,
                ChangedAt = room.Now,
                Tags = tags,
            });
        }

        // Both halves in one commit: nobody ever meets a certificate with another's key.
        await room.Documents.CommitAsync(batch.Upsert(id, key), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["CertificateArn"] = CertificateDocument.ArnOf(call.Scope, id) });
    }
}
