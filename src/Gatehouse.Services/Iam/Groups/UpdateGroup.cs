using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Groups;

internal sealed class UpdateGroup(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var group = await room.GroupAsync(call, call.Input.RequiredString("GroupName"), cancellationToken);
        var name = call.Input.FindString("NewGroupName") ?? group.Value.Name;
        var updated = group.Value with { Name = name, Path = call.Input.FindString("NewPath") ?? group.Value.Path };
        var id = IdentityScope.IdOf(name);
        if (id == group.Id)
        {
            await room.SaveAsync(call, group, updated, cancellationToken);
            return OperationOutput.Empty;
        }

        if (await room.FindAsync<GroupDocument>(call, name, cancellationToken) is not null)
        {
            throw IamRoom.Exists($"Group with name {name} already exists.");
        }

        var batch = new DocumentBatch(IamRoom.Scope(call)).Delete(group).Create(id, updated);
        foreach (var user in await room.ListAsync<UserDocument>(call, cancellationToken))
        {
            if (user.Value.Groups.Contains(group.Id, StringComparer.Ordinal))
            {
                batch.Replace(user, user.Value with { Groups = user.Value.Groups.Replace(group.Id, id) });
            }
        }

        await room.Documents.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
