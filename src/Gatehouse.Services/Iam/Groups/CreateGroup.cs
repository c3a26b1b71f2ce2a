using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Groups;

internal sealed class CreateGroup(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("GroupName");
        if (await room.FindAsync<GroupDocument>(call, name, cancellationToken) is not null)
        {
            throw IamRoom.Exists($"Group with name {name} already exists.");
        }

        var group = new GroupDocument
        {
            Name = name,
            Path = IamNames.PathOf(call.Input),
            UniqueId = IamNames.UniqueId("AGPA"),
            Created = room.Now,
            InlinePolicies = ImmutableSortedDictionary<string, string>.Empty,
            AttachedPolicies = [],
        };
        await room.Documents.CommitAsync(
            new DocumentBatch(IamRoom.Scope(call)).Create(IdentityScope.IdOf(name), group), cancellationToken);
        return OperationOutput.Of(new JsonObject { ["Group"] = IamViews.Group(group, call.Scope.Account) });
    }
}
