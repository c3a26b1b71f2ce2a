using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Groups;

internal sealed class DeleteGroup(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var group = await room.GroupAsync(call, call.Input.RequiredString("GroupName"), cancellationToken);
        var users = await room.ListAsync<UserDocument>(call, cancellationToken);
        var obstacle = users.Any(user => user.Value.Groups.Contains(group.Id, StringComparer.Ordinal))
            ? "must remove users from group first."
            : !group.Value.AttachedPolicies.IsEmpty ? "must detach all policies first."
            : !group.Value.InlinePolicies.IsEmpty ? "must delete policies first."
            : null;
        if (obstacle is not null)
        {
            throw IamRoom.Conflict($"Cannot delete entity, {obstacle}");
        }

        await room.Documents.CommitAsync(new DocumentBatch(IamRoom.Scope(call)).Delete(group), cancellationToken);
        return OperationOutput.Empty;
    }
}
