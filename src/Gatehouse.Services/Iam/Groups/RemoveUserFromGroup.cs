using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Groups;

internal sealed class RemoveUserFromGroup(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var group = await room.GroupAsync(call, call.Input.RequiredString("GroupName"), cancellationToken);
        var user = await room.UserAsync(call, call.Input.RequiredString("UserName"), cancellationToken);
        await room.SaveAsync(
            call, user, user.Value with { Groups = user.Value.Groups.Remove(group.Id) }, cancellationToken);
        return OperationOutput.Empty;
    }
}
