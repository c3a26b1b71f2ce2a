using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Roles;

internal sealed class DeleteRole(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var role = await room.OwnRoleAsync(call, call.Input.RequiredString("RoleName"), cancellationToken);
        if (!role.Value.AttachedPolicies.IsEmpty)
        {
            throw IamRoom.Conflict("Cannot delete entity, must detach all policies first.");
        }

        if (!role.Value.InlinePolicies.IsEmpty)
        {
            throw IamRoom.Conflict("Cannot delete entity, must delete policies first.");
        }

        await room.Documents.CommitAsync(new DocumentBatch(IamRoom.Scope(call)).Delete(role), cancellationToken);
        return OperationOutput.Empty;
    }
}
