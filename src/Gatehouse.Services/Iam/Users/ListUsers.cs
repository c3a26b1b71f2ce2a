using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Users;

internal sealed class ListUsers(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var prefix = IamNames.PathPrefixOf(call.Input);
        var users = (await room.ListAsync<UserDocument>(call, cancellationToken))
            .Where(user => user.Value.Path.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return IamPage.Of(call.Input, "Users", users, user => IamViews.User(user.Value, call.Scope.Account));
    }
}
