using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Roles;

internal sealed class GetRole(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var role = (await room.RoleAsync(call, call.Input.RequiredString("RoleName"), cancellationToken)).Value;
        var trust = TrustPolicies.Show(role, room.Identity.Directory);
        return OperationOutput.Of(new JsonObject
        {
            ["Role"] = IamViews.Role(role, call.Scope.Account, trust, isWhole: true),
        });
    }
}
