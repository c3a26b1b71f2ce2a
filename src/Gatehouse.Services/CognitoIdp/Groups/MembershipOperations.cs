using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.Users;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Groups;

internal sealed class AdminAddUserToGroup(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        var group = await pool.GroupAsync(call.Input.RequiredString("GroupName"), cancellationToken);
        if (user.Value.Groups.Contains(group.Value.Name))
        {
            return OperationOutput.Empty;
        }

        if (user.Value.Groups.Length >= UserPoolLimits.GroupsPerUser)
        {
            throw CognitoFaults.Limit("The user is in as many groups as there may be.");
        }

        var changed = user.Value with { Groups = user.Value.Groups.Add(group.Value.Name), Modified = room.Now };
        await room.CommitAsync(pool.Batch().Expect(group).Replace(user, changed), cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class AdminRemoveUserFromGroup(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        var group = await pool.GroupAsync(call.Input.RequiredString("GroupName"), cancellationToken);
        var changed = user.Value with { Groups = user.Value.Groups.Remove(group.Value.Name), Modified = room.Now };
        await room.CommitAsync(pool.Batch().Replace(user, changed), cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class AdminListGroupsForUser(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var user = await pool.UserAsync(call.Input.RequiredString("Username"), cancellationToken);
        var groups = (await room.ListAsync<PoolGroupDocument>(pool.Scope, pool.Id, cancellationToken))
            .Where(group => user.Value.Groups.Contains(group.Value.Name));
        return CognitoPage.Of(
            call.Input, "Limit", "NextToken", "Groups", groups, static group => group.Id,
            group => GroupViews.Of(pool.Id, group.Value));
    }
}

internal sealed class ListUsersInGroup(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var group = await pool.GroupAsync(call.Input.RequiredString("GroupName"), cancellationToken);
        var users = (await room.ListAsync<PoolUserDocument>(pool.Scope, pool.Id, cancellationToken))
            .Where(user => user.Value.Groups.Contains(group.Value.Name));
        return CognitoPage.Of(
            call.Input, "Limit", "NextToken", "Users", users, static user => user.Id,
            static JsonNode (user) => UserViews.Row(user.Value));
    }
}
