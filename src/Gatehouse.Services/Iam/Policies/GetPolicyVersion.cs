using System.Text.Json.Nodes;
using Gatehouse.Identity.Principals;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class GetPolicyVersion(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("PolicyArn");
        var id = call.Input.RequiredString("VersionId");
        if (AwsManagedPolicies.Find(arn) is { } known && id == "v1")
        {
            return OperationOutput.Of(new JsonObject
            {
                ["PolicyVersion"] = ManagedPolicyViews.Version(known, withDocument: true),
            });
        }

        var policy = (await room.PolicyAsync(call, arn, cancellationToken)).Value;
        var version = PolicyVersions.Find(policy, arn, id);
        return OperationOutput.Of(new JsonObject
        {
            ["PolicyVersion"] = ManagedPolicyViews.Version(version, policy.DefaultVersion, withDocument: true),
        });
    }
}
