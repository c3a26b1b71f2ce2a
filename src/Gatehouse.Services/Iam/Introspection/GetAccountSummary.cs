using System.Text.Json.Nodes;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Iam.Policies;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Introspection;

internal sealed class GetAccountSummary(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var usage = await PolicyUsage.ReadAsync(room, call, cancellationToken);
        var policies = await room.ListAsync<ManagedPolicyDocument>(call, cancellationToken);
        var providers = await room.ListAsync<OidcProviderDocument>(call, cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["SummaryMap"] = new JsonObject
            {
                ["Users"] = usage.Users.Length,
                ["Groups"] = usage.Groups.Length,
                ["Roles"] = usage.Roles.Length,
                ["Policies"] = policies.Length,
                ["Providers"] = providers.Length,
                ["AccessKeysPerUserQuota"] = IdentityLimits.AccessKeysPerUser,
                ["VersionsPerPolicyQuota"] = IdentityLimits.PolicyVersions,
                ["AttachedPoliciesPerUserQuota"] = IdentityLimits.AttachedPolicies,
                ["AttachedPoliciesPerGroupQuota"] = IdentityLimits.AttachedPolicies,
                ["AttachedPoliciesPerRoleQuota"] = IdentityLimits.AttachedPolicies,
                ["GroupsPerUserQuota"] = IdentityLimits.GroupsPerUser,
                ["PolicySizeQuota"] = IdentityLimits.ManagedPolicyChars,
                ["UserPolicySizeQuota"] = IdentityLimits.UserPolicyChars,
                ["GroupPolicySizeQuota"] = IdentityLimits.GroupPolicyChars,
            },
        });
    }
}
