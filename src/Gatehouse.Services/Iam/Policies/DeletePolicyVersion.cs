using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class DeletePolicyVersion(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("PolicyArn");
        var policy = await room.PolicyAsync(call, arn, cancellationToken);
        var version = PolicyVersions.Find(policy.Value, arn, call.Input.RequiredString("VersionId"));
        if (version.Number == policy.Value.DefaultVersion)
        {
            throw IamRoom.Conflict("Cannot delete the default version of a policy.");
        }

        await room.SaveAsync(
            call, policy, policy.Value with { Versions = policy.Value.Versions.Remove(version) }, cancellationToken);
        return OperationOutput.Empty;
    }
}
