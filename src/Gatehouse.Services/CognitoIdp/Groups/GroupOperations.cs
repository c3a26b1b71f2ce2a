using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Groups;

internal sealed class CreateGroup(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var name = call.Input.RequiredString("GroupName");
        if (name.Length > UserPoolLimits.UsernameChars || !UserPoolNames.IsName(name))
        {
            throw CognitoFaults.Invalid(
                $"1 validation error detected: Value '{name}' at 'groupName' failed to satisfy constraint: Member must satisfy regular "
                + @"expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+");
        }

        if (await pool.FindAsync<PoolGroupDocument>(name, cancellationToken) is not null)
        {
            throw CognitoFaults.Of("GroupExistsException", "A group with the name already exists.");
        }

        if ((await room.ListAsync<PoolGroupDocument>(pool.Scope, pool.Id, cancellationToken)).Length >= UserPoolLimits.Groups)
        {
            throw CognitoFaults.Limit("Maximum number of groups exceeded");
        }

        var group = GroupViews.Fill(
            new PoolGroupDocument { Name = name, Created = room.Now, Modified = room.Now }, call.Input);
        await room.CommitAsync(pool.Batch().Expect(pool.Pool).Create($"{pool.Id}/{name}", group), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["Group"] = GroupViews.Of(pool.Id, group) });
    }
}

internal sealed class GetGroup(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var group = await pool.GroupAsync(call.Input.RequiredString("GroupName"), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["Group"] = GroupViews.Of(pool.Id, group.Value) });
    }
}

internal sealed class UpdateGroup(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var group = await pool.GroupAsync(call.Input.RequiredString("GroupName"), cancellationToken);
        var changed = GroupViews.Fill(group.Value, call.Input) with { Modified = room.Now };
        await room.CommitAsync(pool.Batch().Replace(group, changed), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["Group"] = GroupViews.Of(pool.Id, changed) });
    }
}

internal sealed class DeleteGroup(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var group = await pool.GroupAsync(call.Input.RequiredString("GroupName"), cancellationToken);
        var batch = pool.Batch().Delete(group);
        foreach (var user in await room.ListAsync<PoolUserDocument>(pool.Scope, pool.Id, cancellationToken))
        {
            if (user.Value.Groups.Contains(group.Value.Name))
            {
                batch.Replace(user, user.Value with { Groups = user.Value.Groups.Remove(group.Value.Name) });
            }
        }

        await room.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class ListGroups(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var groups = await room.ListAsync<PoolGroupDocument>(pool.Scope, pool.Id, cancellationToken);
        return CognitoPage.Of(
            call.Input, "Limit", "NextToken", "Groups", groups, static group => group.Id,
            group => GroupViews.Of(pool.Id, group.Value));
    }
}
