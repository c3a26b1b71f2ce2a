using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Groups;

internal sealed class AddUserToGroup(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var group = await room.GroupAsync(call, call.Input.RequiredString("GroupName"), cancellationToken);
        var user = await room.UserAsync(call, call.Input.RequiredString("UserName"), cancellationToken);
        if (user.Value.Groups.Contains(group.Id, StringComparer.Ordinal))
        {
            return OperationOutput.Empty;
        }

        if (user.Value.Groups.Length >= IdentityLimits.GroupsPerUser)
        {
            throw IamRoom.Exceeded($"Cannot exceed quota for GroupsPerUser: {IdentityLimits.GroupsPerUser}");
        }

        await room.Documents.CommitAsync(
            new DocumentBatch(IamRoom.Scope(call)).Expect(group)
                .Replace(user, user.Value with { Groups = user.Value.Groups.Add(group.Id) }),
            cancellationToken);
        return OperationOutput.Empty;
    }
}
