using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.AccessKeys;

internal sealed class UpdateAccessKey(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var key = await AccessKeyRoom.KeyAsync(room, call, cancellationToken);
        var status = call.Input.RequiredString("Status");
        await room.SaveAsync(call, key, key.Value with { IsActive = status == "Active" }, cancellationToken);
        return OperationOutput.Empty;
    }
}
