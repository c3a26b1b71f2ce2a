using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Users;

/// <summary>Renames a user, moves it to another path, or both.</summary>
internal sealed class UpdateUser(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var user = await room.UserAsync(call, call.Input.RequiredString("UserName"), cancellationToken);
        var name = call.Input.FindString("NewUserName") ?? user.Value.Name;
        var updated = user.Value with { Name = name, Path = call.Input.FindString("NewPath") ?? user.Value.Path };
        var id = IdentityScope.IdOf(name);
        if (id == user.Id)
        {
            await room.SaveAsync(call, user, updated, cancellationToken);
            return OperationOutput.Empty;
        }

        if (await room.FindAsync<UserDocument>(call, name, cancellationToken) is not null)
        {
            throw IamRoom.Exists($"User with name {name} already exists.");
        }

        var batch = new DocumentBatch(IamRoom.Scope(call)).Delete(user).Create(id, updated);
        foreach (var key in await room.ListAsync<AccessKeyDocument>(call, cancellationToken))
        {
            if (key.Value.User == user.Id)
            {
                batch.Replace(key, key.Value with { User = id });
            }
        }

        await room.Documents.CommitAsync(batch, cancellationToken);
        return OperationOutput.Empty;
    }
}
