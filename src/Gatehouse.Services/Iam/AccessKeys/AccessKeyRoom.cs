using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.AccessKeys;

/// <summary>What the operations on access keys share.</summary>
internal static class AccessKeyRoom
{
    /// <summary>Without a name: the caller.</summary>
    public static async ValueTask<Versioned<UserDocument>> UserAsync(
        IamRoom room, OperationCall call, CancellationToken cancellationToken) =>
        (call.Input.FindString("UserName") ?? call.Caller.UserName) is { } name
            ? await room.UserAsync(call, name, cancellationToken)
            : throw IamRoom.Invalid("Must specify userName when calling with non-User credentials");

    public static async ValueTask<ImmutableArray<Versioned<AccessKeyDocument>>> OfAsync(
        IamRoom room, OperationCall call, string user, CancellationToken cancellationToken) =>
        (await room.ListAsync<AccessKeyDocument>(call, cancellationToken)).RemoveAll(key => key.Value.User != user);

    public static async ValueTask<Versioned<AccessKeyDocument>> KeyAsync(
        IamRoom room, OperationCall call, CancellationToken cancellationToken)
    {
        var user = await UserAsync(room, call, cancellationToken);
        var id = call.Input.RequiredString("AccessKeyId");
        var key = await room.Documents.FindAsync<AccessKeyDocument>(IamRoom.Scope(call), id, cancellationToken);
        return key?.Value.User == user.Id ? key : throw IamRoom.Missing($"The Access Key with id {id} cannot be found.");
    }

    public static JsonObject View(string userName, string id, AccessKeyDocument key) => new()
    {
        ["UserName"] = userName,
        ["AccessKeyId"] = id,
        ["Status"] = key.IsActive ? "Active" : "Inactive",
        ["CreateDate"] = IamViews.Seconds(key.Created),
    };
}
