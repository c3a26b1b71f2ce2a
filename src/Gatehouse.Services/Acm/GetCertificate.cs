using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>The certificate and its chain in PEM.</summary>
internal sealed class GetCertificate(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken);
        var answer = new JsonObject { ["Certificate"] = found.Value.Certificate };
        if (found.Value.Chain is { } chain)
        {
            answer["CertificateChain"] = chain;
        }

        return OperationOutput.Of(answer);
    }
}
