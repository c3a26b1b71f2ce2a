using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Users;

internal sealed class DeleteUser(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var user = await room.UserAsync(call, call.Input.RequiredString("UserName"), cancellationToken);
        var keys = await room.ListAsync<AccessKeyDocument>(call, cancellationToken);
        var obstacle = !user.Value.AttachedPolicies.IsEmpty ? "must detach all policies first."
            : !user.Value.InlinePolicies.IsEmpty ? "must delete policies first."
            : keys.Any(key => key.Value.User == user.Id) ? "must delete access keys first."
            : !user.Value.Groups.IsEmpty ? "must remove users from group first."
            : null;
        if (obstacle is not null)
        {
            throw IamRoom.Conflict($"Cannot delete entity, {obstacle}");
        }

        await room.Documents.CommitAsync(new DocumentBatch(IamRoom.Scope(call)).Delete(user), cancellationToken);
        return OperationOutput.Empty;
    }
}
