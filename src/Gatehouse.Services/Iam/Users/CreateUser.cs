using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Users;

internal sealed class CreateUser(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("UserName");
        if (await room.FindAsync<UserDocument>(call, name, cancellationToken) is not null)
        {
            throw IamRoom.Exists($"User with name {name} already exists.");
        }

        var boundary = call.Input.FindString("PermissionsBoundary");
        if (boundary is not null)
        {
            await room.RequireAttachableAsync(call, boundary, cancellationToken);
        }

        var user = new UserDocument
        {
            Name = name,
            Path = IamNames.PathOf(call.Input),
            UniqueId = IamNames.UniqueId("AIDA"),
            Created = room.Now,
            InlinePolicies = ImmutableSortedDictionary<string, string>.Empty,
            AttachedPolicies = [],
            Tags = IamTags.Read(call.Input),
            Groups = [],
            PermissionsBoundary = boundary,
        };
        await room.Documents.CommitAsync(
            new DocumentBatch(IamRoom.Scope(call)).Create(IdentityScope.IdOf(name), user), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["User"] = IamViews.User(user, call.Scope.Account, withTags: true) });
    }
}
