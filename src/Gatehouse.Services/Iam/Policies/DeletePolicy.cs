using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class DeletePolicy(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("PolicyArn");
        var policy = await room.PolicyAsync(call, arn, cancellationToken);
        var usage = await PolicyUsage.ReadAsync(room, call, cancellationToken);
        if (usage.Attached(arn) > 0 || usage.Bounding(arn) > 0)
        {
            throw IamRoom.Conflict("Cannot delete a policy attached to entities.");
        }

        if (policy.Value.Versions.Length > 1)
        {
            throw IamRoom.Conflict(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
                + "The default version is deleted with the policy.");
        }

        await room.Documents.CommitAsync(new DocumentBatch(IamRoom.Scope(call)).Delete(policy), cancellationToken);
        return OperationOutput.Empty;
    }
}
