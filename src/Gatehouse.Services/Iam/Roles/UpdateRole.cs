using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Roles;

internal sealed class UpdateRole(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var role = await room.OwnRoleAsync(call, call.Input.RequiredString("RoleName"), cancellationToken);
        await room.SaveAsync(
            call, role,
            role.Value with
            {
                Description = call.Input.FindString("Description") ?? role.Value.Description,
                MaxSessionDuration = RoleDurations.Read(call.Input) ?? IdentityLimits.MinMaxSessionSeconds,
            },
            cancellationToken);
        return OperationOutput.Of([]);
    }
}
