using Gatehouse.Identity.Policies;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Introspection;

internal sealed class SimulateCustomPolicy : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var policies = new CallerPolicies
        {
            Identity = PolicySources.Compile(call.Input, "PolicyInputList"),
            Boundary = PolicySources.Compile(call.Input, "PermissionsBoundaryPolicyInputList").FirstOrDefault(),
        };

        // The caller of a simulation: the one that is named, or a user who is nobody else.
        var arn = call.Input.FindString("CallerArn") ?? $"arn:aws:iam::{call.Scope.Account}:user/simulated";
        var principal = new Principal
        {
            Kind = PrincipalKind.User,
            Account = call.Scope.Account,
            Arn = arn,
            IssuerArn = arn,
        };
        return new(new PolicySimulation(
            call.Input, principal, policies, PolicySources.Resource(call.Input), PolicySources.OwnerOf(call)).Run());
    }
}
