using System.Text.Json.Nodes;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Groups;

internal sealed class GetGroup(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var group = await room.GroupAsync(call, call.Input.RequiredString("GroupName"), cancellationToken);
        var users = (await room.ListAsync<UserDocument>(call, cancellationToken))
            .Where(user => user.Value.Groups.Contains(group.Id, StringComparer.Ordinal)).ToList();
        var output = new JsonObject { ["Group"] = IamViews.Group(group.Value, call.Scope.Account) };
        IamPage.Add(output, call.Input, "Users", users, user => IamViews.User(user.Value, call.Scope.Account));
        return OperationOutput.Of(output);
    }
}
