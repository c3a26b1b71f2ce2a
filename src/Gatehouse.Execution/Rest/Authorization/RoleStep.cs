using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>
/// An integration acts as a role of this server: the role must trust the gateway, and what it does must be allowed to
/// the role (security §3.4). Asked for each call, as roles change without a deployment.
/// </summary>
/// <param name="identities">Knows the roles.</param>
/// <param name="roleArn">The role, or the lone star of a user: the caller himself.</param>
/// <param name="action">
/// Such as <c>lambda:InvokeFunction</c>; <see langword="null"/> where only the service can tell what is asked of it.
/// </param>
/// <param name="resource">Its ARN.</param>
/// <param name="sourceArn">The method, for conditions of the trust policy.</param>
internal sealed class RoleStep(
    IamServices identities, string roleArn, string? action, string resource, string sourceArn) : IRestStep
{
    /// <summary>The credentials that mean: as whoever signed.</summary>
    public const string CallersOwn = "arn:aws:iam::*:user/*";

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        if (roleArn == CallersOwn)
        {
            return JudgeCaller(call);
        }

        // A role that is not ours is accepted as given: some stacks name roles of accounts that live elsewhere.
        if (identities.Roles.Find(roleArn) is not { } found)
        {
            return StepResult.Continue;
        }

        var trust = identities.Directory.TrustOf(found.Account, found.Role);
        var asking = new PolicyRequest(
            Principal.Service(IamServices.GatewayPrincipal), RoleSessions.AssumeRole, roleArn, null)
        {
            SourceArn = sourceArn,
            SourceAccount = found.Account,
        };
        if (trust.Evaluate(asking) != PolicyEffect.Allow)
        {
            return Refuse($"API Gateway does not have permission to assume the provided role {roleArn}");
        }

        var role = identities.Directory.PrincipalOfRole(found.Account, found.Role);
        return Allows(role, identities.Directory.PoliciesOfRole(found.Account, found.Role))
            ? StepResult.Continue
            : Refuse($"The role {roleArn} may not {action} on {resource}");
    }

    private StepResult JudgeCaller(RestCall call)
    {
        if (call.Signer is not { } signer)
        {
            return Refuse("The integration calls as the caller, and the method does not require AWS_IAM");
        }

        var holder = signer.Holder;
        return Allows(holder.Principal, identities.Directory.PoliciesOf(holder.Principal, holder.Session))
            ? StepResult.Continue
            : Refuse($"The caller {signer.Arn} may not {action} on {resource}");
    }

    private bool Allows(Principal principal, CallerPolicies policies) => action is null || AccessRules.Decide(
        new PolicyRequest(principal, action, resource, null), policies,
        new GuardedResource(principal.Account, null)).IsAllowed;

    private static StepResult Refuse(string detail) =>
        new(GatewayFaults.ApiConfigurationError, "Execution failed due to configuration error: " + detail);
}
