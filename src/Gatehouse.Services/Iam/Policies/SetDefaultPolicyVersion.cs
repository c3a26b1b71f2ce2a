using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class SetDefaultPolicyVersion(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("PolicyArn");
        var policy = await room.PolicyAsync(call, arn, cancellationToken);
        var version = PolicyVersions.Find(policy.Value, arn, call.Input.RequiredString("VersionId"));
        await room.SaveAsync(
            call, policy, policy.Value with { DefaultVersion = version.Number, Updated = room.Now }, cancellationToken);
        return OperationOutput.Empty;
    }
}
