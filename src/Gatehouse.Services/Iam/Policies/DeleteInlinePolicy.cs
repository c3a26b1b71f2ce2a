using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class DeleteInlinePolicy<T>(HolderRoom<T> holders) : IOperation
    where T : PolicyHolder, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var holder = await holders.FindAsync(call, cancellationToken);
        var name = call.Input.RequiredString("PolicyName");
        if (!holder.Value.InlinePolicies.ContainsKey(name))
        {
            throw IamRoom.Missing($"The {holders.Noun} policy with name {name} cannot be found.");
        }

        await holders.SaveAsync(
            call, holder, holder.Value with { InlinePolicies = holder.Value.InlinePolicies.Remove(name) }, cancellationToken);
        return OperationOutput.Empty;
    }
}
