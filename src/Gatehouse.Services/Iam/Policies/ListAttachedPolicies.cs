using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class ListAttachedPolicies<T>(HolderRoom<T> holders) : IOperation
    where T : PolicyHolder, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var holder = (await holders.FindAsync(call, cancellationToken)).Value;
        var prefix = IamNames.PathPrefixOf(call.Input);
        var arns = holder.AttachedPolicies.Where(arn => arn[arn.IndexOf('/', StringComparison.Ordinal)..].StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return IamPage.Of(call.Input, "AttachedPolicies", arns, static arn => new JsonObject
        {
            ["PolicyName"] = arn[(arn.LastIndexOf('/') + 1)..],
            ["PolicyArn"] = arn,
        });
    }
}
