using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class ListInlinePolicies<T>(HolderRoom<T> holders) : IOperation
    where T : PolicyHolder, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var holder = (await holders.FindAsync(call, cancellationToken)).Value;
        return IamPage.Of(
            call.Input, "PolicyNames", holder.InlinePolicies.Keys.ToList(), static name => JsonValue.Create(name));
    }
}
