using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Sts;

/// <summary>Needs no permission and works even under an explicit deny (security §3.5).</summary>
internal sealed class GetCallerIdentity : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        new(OperationOutput.Of(new JsonObject
        {
            ["UserId"] = call.Caller.UserId,
            ["Account"] = call.Caller.Account,
            ["Arn"] = call.Caller.Arn,
        }));
}
