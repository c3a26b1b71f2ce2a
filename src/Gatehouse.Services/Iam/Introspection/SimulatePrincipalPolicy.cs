using Gatehouse.Identity.Policies;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Introspection;

internal sealed class SimulatePrincipalPolicy(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (principal, policies) = await PolicySources.FindAsync(room, call, cancellationToken);
        var added = PolicySources.Compile(call.Input, "PolicyInputList");
        var boundary = PolicySources.Compile(call.Input, "PermissionsBoundaryPolicyInputList").FirstOrDefault();
        var whole = new CallerPolicies
        {
            Identity = [.. policies.Identity, .. added],
            Boundary = boundary ?? policies.Boundary,
        };
        return new PolicySimulation(
            call.Input, principal, whole, PolicySources.Resource(call.Input), PolicySources.OwnerOf(call)).Run();
    }
}
