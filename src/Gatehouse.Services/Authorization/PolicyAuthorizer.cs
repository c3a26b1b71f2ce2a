using System.Net;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Principals;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Authorization;

/// <summary>
/// Asks the caller's policies before an operation runs (security §2.5, §2.7): every right that the call needs, the
/// passing of roles and the permission-only extras of API Gateway included.
/// </summary>
public sealed class PolicyAuthorizer(IdentityDirectory directory, TimeProvider time) : IOperationAuthorizer
{
    public ValueTask AuthorizeAsync(AuthorizationQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var service = question.Service.Id;
        Restrict(question, service);
        if (service == "sts" && question.Operation.Operation.Name != "GetFederationToken")
        {
            return default; // trust policies decide, or nothing has to be allowed (security §3.5)
        }

        var caller = question.Caller;
        var policies = directory.PoliciesOf(caller.Principal, caller.Session);
        var context = ControlContext.Of(question, time);
        foreach (var right in RequiredRights.Of(question))
        {
            var decision = AccessRules.Decide(
                new PolicyRequest(caller.Principal, right.Action, right.Resource, right.Extend(context)), policies,
                new GuardedResource(caller.Scope.Account, null));
            if (!decision.IsAllowed)
            {
                throw Denied(
                    service, $"User: {caller.Arn} is not authorized to perform: {right.Action} on resource: {right.Resource}"
                    + decision.Reason(right.Action));
            }
        }

        return default;
    }

    /// <summary>
    /// IAM and STS spell the error without its last word, the services with a target answer 400 as always; the others spell
    /// the member in capitals.
    /// </summary>
    private static ServiceFaultException Denied(string service, string message) => service is "iam" or "sts"
        ? new ServiceFaultException("AccessDenied", 403, message)
        : new ServiceFaultException("AccessDeniedException", service is "cognito-idp" or "acm" ? 400 : 403, message)
        {
            HasCapitalMessage = true,
        };

    /// <summary>
    /// Credentials of GetSessionToken reach neither IAM nor STS without a second factor, those of GetFederationToken
    /// never (security §3.5); two operations excepted.
    /// </summary>
    private static void Restrict(AuthorizationQuestion question, string service)
    {
        if (question.Caller.Session is null || service is not ("iam" or "sts"))
        {
            return;
        }

        var (kind, operation) = (question.Caller.Principal.Kind, question.Operation.Operation.Name);
        var isFree = operation == "GetCallerIdentity" || (operation == "AssumeRole" && kind != PrincipalKind.FederatedUser);
        if (kind is PrincipalKind.User or PrincipalKind.Root or PrincipalKind.FederatedUser && !isFree
            && !(service == "sts" && operation is "GetSessionToken" or "GetFederationToken"))
        {
            throw new ServiceFaultException(
                "InvalidClientTokenId", 403, "The security token included in the request is invalid");
        }
    }
}
