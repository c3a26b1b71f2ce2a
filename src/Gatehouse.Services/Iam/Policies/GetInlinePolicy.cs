using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class GetInlinePolicy<T>(HolderRoom<T> holders) : IOperation
    where T : PolicyHolder, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var holder = (await holders.FindAsync(call, cancellationToken)).Value;
        var name = call.Input.RequiredString("PolicyName");
        return holder.InlinePolicies.TryGetValue(name, out var json)
            ? OperationOutput.Of(new JsonObject
            {
                [holders.NameMember] = holder.Name,
                ["PolicyName"] = name,
                ["PolicyDocument"] = IamViews.Encode(json),
            })
            : throw IamRoom.Missing($"The {holders.Noun} policy with name {name} cannot be found.");
    }
}
