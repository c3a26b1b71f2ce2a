using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>Everything about a certificate but its key.</summary>
internal sealed class DescribeCertificate(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken);
        var users = await room.UsersAsync(call.Scope, cancellationToken);
        var arn = CertificateDocument.ArnOf(call.Scope, found.Id);
        return OperationOutput.Of(new JsonObject
        {
            ["Certificate"] = CertificateShape.Detail(call.Scope, found.Value, users[arn], room.Now),
        });
    }
}
