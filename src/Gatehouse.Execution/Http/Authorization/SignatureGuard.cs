using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Callers;
using Gatehouse.Identity.Signatures;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Http.Authorization;

/// <summary>
/// AWS_IAM of a route: every refusal is the same 403, and only logs say why (security §1.9). There is no resource policy
/// here: callers of other accounts come in by assuming a role.
/// </summary>
internal sealed class SignatureGuard(InvokeRule rule) : IRouteStep
{
    public ValueTask<RouteResult> RunAsync(RouteCall call)
    {
        var signing = ReceivedSignature.Read(call.Request.Http);
        if (!SignatureCarrier.TryRead(signing, out _, out var unreadable))
        {
            return Refuse(call, AuthenticationFault.Of(unreadable, FaultDialect.RestJson).Code);
        }

        var reading = RequestBody.EnsureReadAsync(call);
        return reading.IsCompletedSuccessfully ? Judge(call, Completed.Take(reading), signing) : ContinueAsync(call, reading);
    }

    private async ValueTask<RouteResult> ContinueAsync(RouteCall call, ValueTask<RouteResult> reading) =>
        Judge(call, await reading, ReceivedSignature.Read(call.Request.Http));

    private RouteResult Judge(RouteCall call, in RouteResult read, in SigningRequest signing)
    {
        if (read.Fault is not null)
        {
            return read;
        }

        if (!rule.TryAuthenticate(signing, SignedPayload.OfBody(call.Body.Span), out var caller, out var fault))
        {
            return Refuse(call, fault.Code);
        }

        var request = call.Request;
        var decision = rule.Decide(
            request, request.Verb, InvokeArn.HttpPath(request.RoutePath), InvokeRule.Invoke, caller);
        if (!decision.IsAllowed)
        {
            return Refuse(call, $"{caller.Arn} may not {InvokeRule.Invoke}{decision.Reason(InvokeRule.Invoke)}");
        }

        call.Caller = new SignedCaller(new SignedIdentity
        {
            AccessKey = caller.AccessKeyId,
            AccountId = caller.Account,
            CallerId = caller.UserId,
            UserArn = caller.Arn,
            UserId = caller.UserId,
            PrincipalOrgId = caller.OrganizationId,
        });
        return RouteResult.Continue;
    }

    private static RouteResult Refuse(RouteCall call, string detail)
    {
        call.AuthorizerError = detail;
        return new RouteResult(ApiFault.Forbidden, detail);
    }
}
