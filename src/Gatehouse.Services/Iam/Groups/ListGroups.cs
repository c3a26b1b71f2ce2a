using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Groups;

internal sealed class ListGroups(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var prefix = IamNames.PathPrefixOf(call.Input);
        var groups = (await room.ListAsync<GroupDocument>(call, cancellationToken))
            .Where(group => group.Value.Path.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return IamPage.Of(call.Input, "Groups", groups, group => IamViews.Group(group.Value, call.Scope.Account));
    }
}
