using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Users;

internal sealed class ListUsers(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var filter = UserFilter.Parse(call.Input.FindString("Filter"));
        var wanted = call.Input.Members["AttributesToGet"] is JsonArray list
            ? list.Select(static name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal)
            : null;
        var users = (await room.ListAsync<PoolUserDocument>(pool.Scope, pool.Id, cancellationToken))
            .Where(user => filter?.Matches(user.Value) != false);
        return CognitoPage.Of(
            call.Input, "Limit", "PaginationToken", "Users", users, static user => user.Id, user => Show(user.Value, wanted));
    }

    private static JsonNode Show(PoolUserDocument user, HashSet<string>? wanted)
    {
        var shown = UserViews.Row(user);
        if (wanted is not null)
        {
            shown["Attributes"] = new JsonArray(
            [
                .. shown["Attributes"]!.AsArray()
                    .Where(one => wanted.Contains(one!["Name"]!.GetValue<string>()))
                    .Select(static one => one!.DeepClone()),
            ]);
        }

        return shown;
    }
}
