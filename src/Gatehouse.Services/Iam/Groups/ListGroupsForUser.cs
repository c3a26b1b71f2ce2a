using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Groups;

internal sealed class ListGroupsForUser(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var user = await room.UserAsync(call, call.Input.RequiredString("UserName"), cancellationToken);
        var groups = (await room.ListAsync<GroupDocument>(call, cancellationToken))
            .Where(group => user.Value.Groups.Contains(group.Id, StringComparer.Ordinal)).ToList();
        return IamPage.Of(call.Input, "Groups", groups, group => IamViews.Group(group.Value, call.Scope.Account));
    }
}
