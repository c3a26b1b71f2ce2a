using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

/// <summary>AttachUserPolicy, AttachGroupPolicy, AttachRolePolicy; again is no fault.</summary>
internal sealed class AttachPolicy<T>(HolderRoom<T> holders) : IOperation
    where T : PolicyHolder, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var holder = await holders.FindAsync(call, cancellationToken);
        var arn = call.Input.RequiredString("PolicyArn");
        await holders.Room.RequireAttachableAsync(call, arn, cancellationToken);
        var attached = holder.Value.AttachedPolicies;
        if (attached.Contains(arn, StringComparer.Ordinal))
        {
            return OperationOutput.Empty;
        }

        if (attached.Length >= IdentityLimits.AttachedPolicies)
        {
            throw IamRoom.Exceeded($"Cannot exceed quota for {holders.Quota}: {IdentityLimits.AttachedPolicies}");
        }

        await holders.SaveAsync(call, holder, holder.Value with { AttachedPolicies = attached.Add(arn) }, cancellationToken);
        return OperationOutput.Empty;
    }
}
