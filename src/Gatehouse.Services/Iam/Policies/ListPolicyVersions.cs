using Gatehouse.Identity.Principals;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

internal sealed class ListPolicyVersions(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("PolicyArn");
        if (AwsManagedPolicies.Find(arn) is { } known)
        {
            return IamPage.Of(
                call.Input, "Versions", [known], static policy => ManagedPolicyViews.Version(policy, withDocument: false));
        }

        var found = (await room.PolicyAsync(call, arn, cancellationToken)).Value;
        return IamPage.Of(
            call.Input, "Versions", found.Versions.Reverse().ToList(),
            version => ManagedPolicyViews.Version(version, found.DefaultVersion, withDocument: false));
    }
}
