using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;

namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>
/// Whether the role that an authorizer names lets the gateway call its function: it must trust the gateway, and its own
/// policies must allow the call (security §3.4, §5.1). Asked for each call, as roles change without a deployment.
/// </summary>
/// <param name="identities">Knows the roles of this server; <see langword="null"/> where nobody does.</param>
internal sealed class AuthorizerRole(IamServices? identities)
{
    private const string Invoke = "lambda:InvokeFunction";

    public bool Allows(string roleArn, AuthorizerFunction target)
    {
        // A role that is not ours is accepted as given: some stacks name roles of accounts that live elsewhere.
        if (identities?.Roles.Find(roleArn) is not { } found)
        {
            return true;
        }

        var asking = new PolicyRequest(
            Principal.Service(IamServices.GatewayPrincipal), RoleSessions.AssumeRole, roleArn, null)
        {
            SourceArn = target.SourceArn,
            SourceAccount = target.SourceAccount,
        };
        if (identities.Directory.TrustOf(found.Account, found.Role).Evaluate(asking) != PolicyEffect.Allow)
        {
            return false;
        }

        var role = identities.Directory.PrincipalOfRole(found.Account, found.Role);
        return AccessRules.Decide(
            new PolicyRequest(role, Invoke, target.Function.Arn, null),
            identities.Directory.PoliciesOfRole(found.Account, found.Role),
            new GuardedResource(role.Account, null)).IsAllowed;
    }
}
