using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>The tags of a certificate.</summary>
internal sealed class ListTagsForResource(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var found = await room.FindAsync(call, cancellationToken, "ResourceArn");
        return OperationOutput.Of(CertificateTags.Write(found.Value.Tags));
    }
}
