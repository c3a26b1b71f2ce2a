using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Users;

/// <summary>Without a name: the caller.</summary>
internal sealed class GetUser(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        if ((call.Input.FindString("UserName") ?? call.Caller.UserName) is { } name)
        {
            var user = await room.UserAsync(call, name, cancellationToken);
            return OperationOutput.Of(new JsonObject
            {
                ["User"] = IamViews.User(user.Value, call.Scope.Account, withTags: true),
            });
        }

        if (call.Caller.Kind != PrincipalKind.Root)
        {
            throw IamRoom.Invalid("Must specify userName when calling with non-User credentials");
        }

        return OperationOutput.Of(new JsonObject
        {
            ["User"] = new JsonObject
            {
                ["Path"] = "/",
                ["UserId"] = call.Scope.Account,
                ["Arn"] = call.Caller.Arn,
                ["CreateDate"] = 0.0,
            },
        });
    }
}
