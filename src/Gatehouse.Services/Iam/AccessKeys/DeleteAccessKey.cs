using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.AccessKeys;

internal sealed class DeleteAccessKey(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var key = await AccessKeyRoom.KeyAsync(room, call, cancellationToken);
        await room.Documents.CommitAsync(new DocumentBatch(IamRoom.Scope(call)).Delete(key), cancellationToken);
        return OperationOutput.Empty;
    }
}
