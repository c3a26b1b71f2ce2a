using System.Text.Json.Nodes;
using Gatehouse.Identity.Principals;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class GetPolicy(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("PolicyArn");
        var usage = await PolicyUsage.ReadAsync(room, call, cancellationToken);
        var view = AwsManagedPolicies.Find(arn) is { } known
            ? ManagedPolicyViews.Of(known, usage.Attached(arn), usage.Bounding(arn))
            : ManagedPolicyViews.Of(
                (await room.PolicyAsync(call, arn, cancellationToken)).Value, call.Scope.Account, usage.Attached(arn),
                usage.Bounding(arn), isWhole: true);
        return OperationOutput.Of(new JsonObject { ["Policy"] = view });
    }
}
