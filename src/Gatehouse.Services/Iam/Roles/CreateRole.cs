using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Roles;

internal sealed class CreateRole(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("RoleName");
        var trust = IamPolicies.Read(call.Input, "AssumeRolePolicyDocument", PolicyKind.Trust);
        IamPolicies.CheckLength(IamPolicies.Length(trust), IdentityLimits.TrustPolicyChars, "ACLSizePerRole");
        if (await room.FindAsync<RoleDocument>(call, name, cancellationToken) is not null)
        {
            throw IamRoom.Exists($"Role with name {name} already exists.");
        }

        var boundary = call.Input.FindString("PermissionsBoundary");
        if (boundary is not null)
        {
            await room.RequireAttachableAsync(call, boundary, cancellationToken);
        }

        var (document, arns) = TrustPolicies.Bind(trust, room.Identity.Directory);
        var role = new RoleDocument
        {
            Name = name,
            Path = IamNames.PathOf(call.Input),
            UniqueId = IamNames.UniqueId("AROA"),
            Created = room.Now,
            InlinePolicies = ImmutableSortedDictionary<string, string>.Empty,
            AttachedPolicies = [],
            TrustPolicy = document,
            TrustedArns = arns,
            Description = call.Input.FindString("Description"),
            MaxSessionDuration = RoleDurations.Read(call.Input) ?? IdentityLimits.MinMaxSessionSeconds,
            Tags = IamTags.Read(call.Input),
            PermissionsBoundary = boundary,
        };
        await room.Documents.CommitAsync(
            new DocumentBatch(IamRoom.Scope(call)).Create(IdentityScope.IdOf(name), role), cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["Role"] = IamViews.Role(role, call.Scope.Account, trust, isWhole: true),
        });
    }
}
