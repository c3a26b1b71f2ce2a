using Gatehouse.Identity.Policies;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Roles;

internal sealed class UpdateAssumeRolePolicy(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var role = await room.OwnRoleAsync(call, call.Input.RequiredString("RoleName"), cancellationToken);
        var trust = IamPolicies.Read(call.Input, "PolicyDocument", PolicyKind.Trust);
        IamPolicies.CheckLength(IamPolicies.Length(trust), IdentityLimits.TrustPolicyChars, "ACLSizePerRole");
        var (document, arns) = TrustPolicies.Bind(trust, room.Identity.Directory);
        await room.SaveAsync(
            call, role, role.Value with { TrustPolicy = document, TrustedArns = arns }, cancellationToken);
        return OperationOutput.Empty;
    }
}
