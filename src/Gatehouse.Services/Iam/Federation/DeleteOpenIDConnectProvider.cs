using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Federation;

internal sealed class DeleteOpenIDConnectProvider(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var provider = await OidcProviders.FindAsync(room, call, cancellationToken);
        await room.Documents.CommitAsync(new DocumentBatch(IamRoom.Scope(call)).Delete(provider), cancellationToken);
        return OperationOutput.Empty;
    }
}
