using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class CreatePolicyVersion(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var policy = await room.PolicyAsync(call, call.Input.RequiredString("PolicyArn"), cancellationToken);
        var json = IamPolicies.Read(call.Input, "PolicyDocument", PolicyKind.Identity);
        IamPolicies.CheckLength(IamPolicies.Length(json), IdentityLimits.ManagedPolicyChars, $"policy {policy.Value.Name}");
        if (policy.Value.Versions.Length >= IdentityLimits.PolicyVersions)
        {
            throw IamRoom.Exceeded(
                $"A managed policy can have up to {IdentityLimits.PolicyVersions} versions. Before you create a new version, "
                + "you must delete an existing version.");
        }

        var version = new PolicyVersion(policy.Value.NextVersion, json, room.Now);
        var isDefault = call.Input.FindBoolean("SetAsDefault") == true;
        var updated = policy.Value with
        {
            Versions = policy.Value.Versions.Add(version),
            NextVersion = version.Number + 1,
            DefaultVersion = isDefault ? version.Number : policy.Value.DefaultVersion,
            Updated = version.Created,
        };
        await room.SaveAsync(call, policy, updated, cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["PolicyVersion"] = ManagedPolicyViews.Version(version, updated.DefaultVersion, withDocument: false),
        });
    }
}
