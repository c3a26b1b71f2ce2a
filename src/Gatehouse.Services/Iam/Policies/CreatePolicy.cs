using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class CreatePolicy(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("PolicyName");
        var json = IamPolicies.Read(call.Input, "PolicyDocument", PolicyKind.Identity);
        IamPolicies.CheckLength(IamPolicies.Length(json), IdentityLimits.ManagedPolicyChars, $"policy {name}");
        if (await room.FindAsync<ManagedPolicyDocument>(call, name, cancellationToken) is not null)
        {
            throw IamRoom.Exists($"A policy called {name} already exists. Duplicate names are not allowed.");
        }

        var now = room.Now;
        var policy = new ManagedPolicyDocument
        {
            Name = name,
            Path = IamNames.PathOf(call.Input),
            UniqueId = IamNames.UniqueId("ANPA"),
            Description = call.Input.FindString("Description"),
            Created = now,
            Updated = now,
            DefaultVersion = 1,
            NextVersion = 2,
            Versions = [new PolicyVersion(1, json, now)],
            Tags = IamTags.Read(call.Input),
        };
        await room.Documents.CommitAsync(
            new DocumentBatch(IamRoom.Scope(call)).Create(IdentityScope.IdOf(name), policy), cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["Policy"] = ManagedPolicyViews.Of(policy, call.Scope.Account, 0, 0, isWhole: true),
        });
    }
}
