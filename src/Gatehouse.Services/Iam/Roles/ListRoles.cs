using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Roles;

internal sealed class ListRoles(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var prefix = IamNames.PathPrefixOf(call.Input);
        var roles = (await room.ListAsync<RoleDocument>(call, cancellationToken))
            .Where(role => role.Value.Path.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return IamPage.Of(call.Input, "Roles", roles, role => IamViews.Role(
            role.Value, call.Scope.Account, TrustPolicies.Show(role.Value, room.Identity.Directory)));
    }
}
