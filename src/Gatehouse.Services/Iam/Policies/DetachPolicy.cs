using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class DetachPolicy<T>(HolderRoom<T> holders) : IOperation
    where T : PolicyHolder, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var holder = await holders.FindAsync(call, cancellationToken);
        var arn = call.Input.RequiredString("PolicyArn");
        if (!holder.Value.AttachedPolicies.Contains(arn, StringComparer.Ordinal))
        {
            throw IamRoom.Missing($"Policy {arn} was not found.");
        }

        await holders.SaveAsync(
            call, holder, holder.Value with { AttachedPolicies = holder.Value.AttachedPolicies.Remove(arn) },
            cancellationToken);
        return OperationOutput.Empty;
    }
}
