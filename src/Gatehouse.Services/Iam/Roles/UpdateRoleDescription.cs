using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Roles;

internal sealed class UpdateRoleDescription(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var role = await room.RoleAsync(call, call.Input.RequiredString("RoleName"), cancellationToken);
        var updated = role.Value with { Description = call.Input.RequiredString("Description") };
        await room.SaveAsync(call, role, updated, cancellationToken);
        var trust = TrustPolicies.Show(updated, room.Identity.Directory);
        return OperationOutput.Of(new JsonObject { ["Role"] = IamViews.Role(updated, call.Scope.Account, trust) });
    }
}
