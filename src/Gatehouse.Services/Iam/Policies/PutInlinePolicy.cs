using Gatehouse.Identity.Policies;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

/// <summary>PutUserPolicy, PutGroupPolicy, PutRolePolicy: adds or overwrites.</summary>
internal sealed class PutInlinePolicy<T>(HolderRoom<T> holders) : IOperation
    where T : PolicyHolder, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var json = IamPolicies.Read(call.Input, "PolicyDocument", PolicyKind.Identity);
        var holder = await holders.FindAsync(call, cancellationToken);
        var policies = holder.Value.InlinePolicies.SetItem(call.Input.RequiredString("PolicyName"), json);
        IamPolicies.CheckLength(
            policies.Values.Sum(IamPolicies.Length), holders.InlineChars, $"{holders.Noun} {holder.Value.Name}");
        await holders.SaveAsync(call, holder, holder.Value with { InlinePolicies = policies }, cancellationToken);
        return OperationOutput.Empty;
    }
}
